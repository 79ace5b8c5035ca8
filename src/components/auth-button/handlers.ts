import type { Auth } from '../../auth'
import type { AuthError } from '../../auth-error'
import { withAvatar, withLogin, withPhoneNumber, withUserInfo } from '../../buttons/index'
import type { ComponentInstance } from '../../platform/component'
import { eventError } from '../event-error'
import type { AuthButtonEvents } from '../events'
import type { Kind } from './open-type'

export interface Data {
  openType: string
  prepare: boolean
  busy: boolean
  nativeType: string
}

export type Button = ComponentInstance<Data>

export type Tell = <Name extends keyof AuthButtonEvents>(
  button: Button,
  name: Name,
  detail: AuthButtonEvents[Name],
) => void

export type Handlers = Record<Kind, (this: Button, event: never) => unknown>

/** Turns what the wrappers bring into the button's events. */
export function createHandlers(auth: Auth, tell: Tell): Handlers {
  const onError = function (this: Button, error: AuthError) {
    tell(this, 'error', eventError(error))
  }
  const onDenied = function (this: Button) {
    tell(this, 'denied', {})
  }
  const grant = { onError, onDenied }
  const enter = withLogin(
    auth,
    function (this: Button) {
      tell(this, 'login', { user: auth.session?.user ?? null })
    },
    { onError },
  )
  return {
    // Its tap asks for a login, as a tap on any other button does not: also where nobody else is logged in for the user.
    login(this: Button, event: never) {
      if (auth.state.status !== 'loggedOut') return enter.call(this, event)
      return auth.login().then(
        () => enter.call(this, event),
        (error: unknown) => onError.call(this, error as AuthError),
      )
    },
    userInfo: withUserInfo(
      auth,
      function (this: Button, info) {
        tell(this, 'userinfo', info)
      },
      grant,
    ),
    phoneNumber: withPhoneNumber(
      auth,
      function (this: Button, data) {
        tell(this, 'phonenumber', data)
      },
      grant,
    ),
    avatar: withAvatar(
      auth,
      function (this: Button, avatar) {
        tell(this, 'avatar', avatar)
      },
      grant,
    ),
  }
}
