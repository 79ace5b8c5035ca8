import type { AuthError } from '../auth-error'
import type { Avatar, PhoneNumber, UserInfo } from '../buttons/index'

/** What went wrong, as plain data: an AuthError does not survive a component's event. */
export type EventError = Pick<AuthError, 'code' | 'message' | 'errMsg' | 'errno' | 'retryAt' | 'detail'>

/** The details of auth-button's events. */
export interface AuthButtonEvents<User = unknown> {
  /** The user of the session, without the token. */
  login: { user: User | null }
  /** What withUserInfo() gives. */
  userinfo: UserInfo
  /** What withPhoneNumber() gives. */
  phonenumber: PhoneNumber
  /** What withAvatar() gives. */
  avatar: Avatar
  /** The user said no. */
  denied: object
  /** The login, or what the button brought, failed. */
  error: EventError
  /** The user agreed to the privacy guideline: open types with agreePrivacyAuthorization. */
  agree: object
}

/** `onPhoneNumber({ detail }: AuthButtonEvent<'phonenumber'>) { … detail.code … }` */
export interface AuthButtonEvent<Name extends keyof AuthButtonEvents, User = unknown> {
  /** By the name of the event. */
  detail: AuthButtonEvents<User>[Name]
}

/** Which slot auth-gate shows; `content` is the default slot. */
export type GateView = 'loading' | 'guest' | 'unbound' | 'failed' | 'content'

/** The details of auth-gate's events. */
export interface AuthGateEvents {
  /** Each time that another slot is shown, the first included. */
  change: { view: GateView }
  /** Why `failed` is shown. */
  error: EventError
}

/** `onChange({ detail }: AuthGateEvent<'change'>) { … detail.view … }` */
export interface AuthGateEvent<Name extends keyof AuthGateEvents> {
  /** By the name of the event. */
  detail: AuthGateEvents[Name]
}
