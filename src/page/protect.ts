import { invalidOptions, type AuthError } from '../auth-error'
import { must, optional, refuse, shape } from '../check'
import { isPlainObject } from '../plain-object'
import type { CallOut } from '../platform/call-out'
import type { Logins } from '../session/logins'

export interface ProtectOptions {
  /** Which hook waits for the login: onLoad (default) or each onShow. */
  on?: 'load' | 'show'
}

/** What the platform adds to a page. */
export interface PageMethods {
  setData(data: Record<string, unknown>, callback?: () => void): void
  readonly route: string
}

/** Of a Component that is a page, the methods are its own. */
export type MethodsOf<Page> = Page extends { methods: infer Methods } ? Methods : unknown

export interface ProtectContext<User> {
  logins: Pick<Logins<User>, 'present' | 'obtain'>
  callOut: CallOut
  warn: (error: AuthError) => void
}

const checkProtect = shape({
  on: optional(must("be 'load' or 'show'", (value) => value === 'load' || value === 'show')),
})

type Hook = (this: object, ...args: unknown[]) => unknown

/**
 * A page whose hook runs when the user is logged in, with its own arguments, and not at all if he has left by then. The
 * options of Page() and of a Component() that is a page.
 */
export function protect<User, Page extends object>(
  { logins, callOut, warn }: ProtectContext<User>,
  page: Page,
  options: ProtectOptions = {},
): Page {
  refuse('protect', checkProtect(options))
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
      if (logins.present()) return hook.apply(this, args)
      const visit = {}
      visits.set(this, visit)
      const isStillHere = () => visits.get(this) === visit
      return logins.obtain('auto').then(
        () => {
          if (!isStillHere()) return undefined
          // A page that calls its own hook meanwhile has had its visit.
          visits.delete(this)
          return hook.apply(this, args)
        },
        (error: unknown) => {
          const { onAuthError } = this as { onAuthError?: (error: AuthError) => void }
          if (!isStillHere()) return
          if (onAuthError) callOut(() => onAuthError.call(this, error as AuthError))
          else warn(error as AuthError)
        },
      )
    },
  }
  for (const leaving of on === 'load' ? ['onUnload'] : ['onUnload', 'onHide']) {
    guarded[leaving] = function (...args) {
      visits.delete(this)
      return hooks[leaving]?.apply(this, args)
    }
  }
  const result: object = isComponent
    ? { ...page, methods: { ...methods, ...guarded } }
    : { ...page, ...guarded }
  return result as Page
}
