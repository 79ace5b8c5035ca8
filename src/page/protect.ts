/* eslint-disable @typescript-eslint/no-explicit-any -- an app's user is whatever it is */
import type { Auth } from '../auth'
import { invalidOptions, type AuthError } from '../auth-error'
import { check, type TableOf } from '../check'
import { doorOf } from '../door'
import { isPlainObject, spread } from '../plain-object'

/** The options of protect(). */
export interface ProtectOptions {
  /** The hook that waits for the login: onLoad, or each onShow. @default 'load' */
  on?: 'load' | 'show'
}

/** What the platform adds to a page. */
interface PageMethods {
  setData(data: Record<string, unknown>, callback?: () => void): void
  readonly route: string
}

/** A Component that is a page has its methods apart. */
type MethodsOf<Page> = Page extends { methods: infer Methods } ? Methods : unknown

const OPTIONS: TableOf<ProtectOptions> = { optional: { on: { oneOf: ['load', 'show'] } } }

type Hook = (this: object, ...args: unknown[]) => unknown

/**
 * Returns the options of Page(), or of a Component() that is a page, as a copy whose onLoad (or each onShow) runs
 * after the login, with its own arguments; not at all if the page has been left by then. A login that failed goes to
 * the page's `onAuthError(error)`, or is a 'warning' event.
 * @throws INVALID_OPTIONS at once, for what is no auth, no page with that hook or no option.
 * @example
 * Page(protect(auth, {
 *   onLoad({ id }) { … },
 *   onAuthError(error) { this.setData({ problem: error.code }) },
 * }))
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
  // A Component has the page's hooks among its methods.
  const { methods } = page
  const isComponent = isPlainObject(methods)
  const hooks = (isComponent ? methods : page) as Record<string, Hook | undefined>
  const hook = hooks[name]
  if (typeof hook !== 'function')
    throw invalidOptions(`protect: the page has no ${name} to run after the login`)
  const visits = new WeakMap<object, object>()

  const guarded: Record<string, Hook> = {
    [name](...args) {
      // Another call of the hook, by the platform or the page, takes the place of one that waits.
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
          // The user may have logged out since the session came.
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
  // Not a method `detached`: that would take the place of a behavior's.
  const { lifetimes, detached } = page as { lifetimes?: Record<string, Hook>; detached?: Hook }
  return spread<object>(page, {
    methods: spread(methods, guarded),
    lifetimes: spread(lifetimes ?? {}, { detached: leaving(lifetimes?.detached ?? detached) }),
  }) as Page
}
