/* eslint-disable @typescript-eslint/no-explicit-any -- an app's user is whatever it is */
import type { Auth } from '../auth'
import { invalidOptions, type AuthError } from '../auth-error'
import { check, type Shape } from '../check'
import { doorOf } from '../door'
import { isPlainObject, spread } from '../plain-object'

/** When a protected page waits. */
export interface ProtectOptions {
  /** Which hook waits for the login: onLoad (default) or each onShow. */
  on?: 'load' | 'show'
}

/** What the platform adds to a page. */
interface PageMethods {
  setData(data: Record<string, unknown>, callback?: () => void): void
  readonly route: string
}

/** Of a Component that is a page, the methods are its own. */
type MethodsOf<Page> = Page extends { methods: infer Methods } ? Methods : unknown

const OPTIONS: Shape = { members: { on: ['load', 'show'] } }

type Hook = (this: object, ...args: unknown[]) => unknown

/**
 * A page whose onLoad (or each onShow) runs after the login, with its own arguments, and not at all if it has been left
 * by then. A login that failed reaches the page's `onAuthError(error)`, else it is a 'warning' event. Returns the options
 * of Page(), or of a Component() that is a page, as a copy.
 * @throws INVALID_OPTIONS, at once, for what is no auth, no page with that hook or no option.
 */
export function protect<Page extends object>(
  auth: Auth<any>,
  page: Page & ThisType<Page & PageMethods & MethodsOf<Page>>,
  options: ProtectOptions = {},
): Page {
  const { engine, platform, warn } = doorOf('protect', auth)
  check('protect', OPTIONS, options)
  const { on = 'load' } = options
  if (!isPlainObject(page)) throw invalidOptions('protect: what it is given must be the options of a page')
  const name = on === 'load' ? 'onLoad' : 'onShow'
  // Of a Component the hooks of the page are methods.
  const { methods } = page
  const isComponent = isPlainObject(methods)
  const hooks = (isComponent ? methods : page) as Record<string, Hook | undefined>
  const hook = hooks[name]
  if (typeof hook !== 'function')
    throw invalidOptions(`protect: the page has no ${name} to run after the login`)
  const visits = new WeakMap<object, object>()

  const guarded: Record<string, Hook> = {
    [name](...args) {
      // A page that calls its own hook meanwhile has had its visit.
      visits.delete(this)
      if (engine.present()) return hook.apply(this, args)
      const { generation } = engine
      const visit = {}
      visits.set(this, visit)
      const isStillHere = () => visits.get(this) === visit
      const failed = (error: AuthError) => {
        const { onAuthError } = this as { onAuthError?: (error: AuthError) => void }
        if (!isStillHere()) return
        if (onAuthError) platform.callOut(() => onAuthError.call(this, error))
        else warn(error)
      }
      return engine.obtain('auto').then(
        () => {
          // A logout may have come between the session and this line.
          if (generation.ended) failed(generation.ended)
          if (generation.ended || !isStillHere()) return undefined
          visits.delete(this)
          return hook.apply(this, args)
        },
        (error: unknown) => {
          failed(error as AuthError)
        },
      )
    },
  }
  function leaving(own: Hook | undefined): Hook {
    return function (...args) {
      visits.delete(this)
      return own?.apply(this, args)
    }
  }
  if (on === 'show') guarded.onHide = leaving(hooks.onHide)
  if (!isComponent) return spread<object>(page, { ...guarded, onUnload: leaving(hooks.onUnload) }) as Page
  // A method of this name would take the place of a behavior's.
  const { lifetimes, detached } = page as { lifetimes?: Record<string, Hook>; detached?: Hook }
  return spread<object>(page, {
    methods: spread(methods, guarded),
    lifetimes: spread(lifetimes ?? {}, { detached: leaving(lifetimes?.detached ?? detached) }),
  }) as Page
}
