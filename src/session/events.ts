import type { AuthError } from '../auth-error'
import type { Channel } from './notifier'
import type { LoginReason, Session } from './types'

/** What `on(event, listener)` passes to the listener. */
export interface AuthEvents<User = unknown> {
  /** A login has brought a new session. */
  login: [event: { session: Session<User>; reason: LoginReason }]
  /** The user logged out: logout() was called. */
  logout: []
  /** The server rejected the session, or it ran out; once per session. */
  expired: [event: { session: Session<User> }]
  /** Something failed and harmed nobody: the store could not be written, a renewal came to nothing. */
  warning: [error: AuthError]
}

export type EventChannels<User> = { [Name in keyof AuthEvents<User>]: Channel<AuthEvents<User>[Name]> }
