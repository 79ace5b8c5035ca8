import type { AuthError } from '../auth-error'
import type { Channel } from './notifier'
import type { LoginReason, Session } from './types'

/** What the listeners of `on(event, listener)` are called with. */
export interface AuthEvents<User = unknown> {
  /** A login has brought a new session. */
  login: [event: { session: Session<User>; reason: LoginReason }]
  /** The user logged out: logout() was called. */
  logout: []
  /** The session has ended: the server rejected it, or it ran out. Once per session. */
  expired: [
    event: {
      session: Session<User>
      /** false: no login may stand in for it, and nobody is logged in now; show the login page. */
      renewable: boolean
    },
  ]
  /** Something failed that nobody was waiting for: a write to storage, a renewal, a tap without `onError`. */
  warning: [error: AuthError]
}

export type EventChannels<User> = { [Name in keyof AuthEvents<User>]: Channel<AuthEvents<User>[Name]> }
