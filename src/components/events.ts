import type { AuthError } from '../auth-error'
import type { Avatar } from '../user/avatar'
import type { PhoneNumber } from '../user/phone-number'
import type { UserInfo } from '../user/user-info'

/** What went wrong, as plain data, which an AuthError is not on its way through a component's event. */
export type EventError = Pick<AuthError, 'code' | 'message' | 'errMsg' | 'errno' | 'retryAt' | 'detail'>

/** The details of auth-button's events. */
export interface AuthButtonEvents<User = unknown> {
  /** The user of the session; the token is not in it. */
  login: { user: User | null }
  userinfo: UserInfo
  phonenumber: PhoneNumber
  avatar: Avatar
  /** The user said no. */
  denied: object
  error: EventError
  /** Of an open type with agreePrivacyAuthorization. */
  agree: object
}

/** `onPhoneNumber({ detail }: AuthButtonEvent<'phonenumber'>) { … detail.code … }` */
export interface AuthButtonEvent<Name extends keyof AuthButtonEvents, User = unknown> {
  detail: AuthButtonEvents<User>[Name]
}

/** Which slot auth-gate shows; `content` is the default slot. */
export type GateView = 'loading' | 'guest' | 'unbound' | 'failed' | 'content'

/** The details of auth-gate's events. */
export interface AuthGateEvents {
  change: { view: GateView }
  error: EventError
}

export interface AuthGateEvent<Name extends keyof AuthGateEvents> {
  detail: AuthGateEvents[Name]
}
