import { invalidOptions } from '../auth-error'
import { callable, optional, refuse, shape, string } from '../check'

const onError = optional(callable)

const CHECKS = {
  withLogin: shape({ onError }),
  withUserInfo: shape({ onError, onDenied: onError }),
  withPhoneNumber: shape({ onError, onDenied: onError }),
  withAvatar: shape({ onError, onDenied: onError }),
}

/** Throws INVALID_OPTIONS where a handler is wrapped, and not at the user's tap. */
export function checkHandler(call: keyof typeof CHECKS, handler: unknown, options: unknown): void {
  if (typeof handler !== 'function') throw invalidOptions(`${call}: the handler must be a function`)
  refuse(call, CHECKS[call](options))
}

const checkOptions = shape({ title: optional(string), content: optional(string) })

export function checkAuthorize(scope: unknown, options: unknown): void {
  if (typeof scope !== 'string' || !scope.startsWith('scope.'))
    throw invalidOptions("authorize: the scope must be a string such as 'scope.record'")
  if (scope === 'scope.userInfo') {
    throw invalidOptions(
      "authorize: 'scope.userInfo' is always granted and means nothing; use withUserInfo or withAvatar",
    )
  }
  refuse('authorize', checkOptions(options))
}
