import { invalidOptions } from '../auth-error'
import { callable, optional, refuse, shape, string } from '../check'
import { doorOf, type Door } from '../door'

const onError = optional(callable)

const checkTapOptions = shape({ onError })
const checkGrantOptions = shape({ onError, onDenied: onError })

/** The auth's door; throws INVALID_OPTIONS where a handler is wrapped, and not at the user's tap. */
export function checkHandler(
  call: 'withLogin' | 'withUserInfo' | 'withPhoneNumber' | 'withAvatar',
  auth: unknown,
  handler: unknown,
  options: unknown,
): Door {
  const door = doorOf(call, auth)
  if (typeof handler !== 'function') throw invalidOptions(`${call}: the handler must be a function`)
  // Nobody can deny a login.
  refuse(call, (call === 'withLogin' ? checkTapOptions : checkGrantOptions)(options))
  return door
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
