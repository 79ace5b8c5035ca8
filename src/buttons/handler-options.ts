import { invalidOptions } from '../auth-error'
import { check, type TableOf } from '../check'
import { doorOf, type Door } from '../door'
import type { AuthorizeOptions } from './authorize'
import type { GrantOptions, TapOptions } from './tap'

const TAP: TableOf<TapOptions<unknown, unknown>> = { optional: { onError: 'function' } }
const GRANT: TableOf<GrantOptions<unknown, unknown>> = {
  optional: { onError: 'function', onDenied: 'function' },
}

/** The auth's door. Throws INVALID_OPTIONS when a handler is wrapped, rather than at the user's tap. */
export function checkHandler(
  call: 'withLogin' | 'withUserInfo' | 'withPhoneNumber' | 'withAvatar',
  auth: unknown,
  handler: unknown,
  options: unknown,
): Door {
  const door = doorOf(call, auth)
  if (typeof handler !== 'function') throw invalidOptions(`${call}: the handler must be a function`)
  // There is no `onDenied` for a login.
  check(call, call === 'withLogin' ? TAP : GRANT, options)
  return door
}

const AUTHORIZE: TableOf<AuthorizeOptions> = { optional: { title: 'string', content: 'string' } }

export function checkAuthorize(scope: unknown, options: unknown): void {
  if (typeof scope !== 'string' || !scope.startsWith('scope.'))
    throw invalidOptions("authorize: the scope must be a string such as 'scope.record'")
  if (scope === 'scope.userInfo') {
    throw invalidOptions(
      "authorize: 'scope.userInfo' is always granted and means nothing; use withUserInfo or withAvatar",
    )
  }
  check('authorize', AUTHORIZE, options)
}
