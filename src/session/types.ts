import type { AuthError } from '../auth-error'

/** What your server gives for a login code. */
export interface Grant<User = unknown> {
  /** Attached to requests. Not empty; printable ASCII only. */
  token: string
  /** Seconds until the token ends. Absent: it is used until the server rejects it. */
  expiresIn?: number | null
  /** For the `renew` option. Absent: a renewal keeps the one there was. */
  refreshToken?: string | null
  /** What your server knows of the user. Absent: a renewal keeps what was known. */
  user?: User
}

/** WeChat knows the user, but your system has no account for them yet. */
export interface Unbound {
  /** Yours, a ticket for the bind page say. It is the `detail` of the state and of the error UNBOUND. */
  unbound: unknown
}

/** What comes of a login: a session, or a user without an account. */
export type LoginOutcome<User = unknown> = Grant<User> | Unbound

/** What the app has of a login. Immutable: a change is a new object. */
export interface Session<User = unknown> {
  /** Readable, but not enumerable: a session that is logged or passed to setData shows no secret. */
  readonly token: string
  /** Not enumerable, like `token`. */
  readonly refreshToken?: string
  /** When it began, in epoch milliseconds by the server's clock. */
  readonly obtainedAt: number
  /** When it ends, in epoch milliseconds by the server's clock. Absent: only the server knows. */
  readonly expiresAt?: number
  /** From the last grant that had a user, or from setUser(). */
  readonly user?: User
}

/**
 * Why a login began. `missing`: there was no session. `expired`: it ran out, or the server rejected it. `renewal`: it
 * ends within `renewBefore`. `user`: the app called login().
 */
export type LoginReason = 'missing' | 'expired' | 'renewal' | 'user'

/** Why nobody is logged in until the app logs somebody in. */
export type LogoutReason = 'user' | 'ended'

/** The state of the login, by its `status`. */
export type AuthState<User = unknown> =
  /** Storage is being read. */
  | { readonly status: 'restoring' }
  /** No session. The next request that needs one logs in. */
  | { readonly status: 'anonymous' }
  /** `session`: the one that is being replaced. */
  | { readonly status: 'loggingIn'; readonly reason: LoginReason; readonly session: Session<User> | null }
  | { readonly status: 'authenticated'; readonly session: Session<User> }
  /** No account for this WeChat user yet, until setSession() or login(). */
  | { readonly status: 'unbound'; readonly detail: unknown }
  /**
   * Until login() or setSession(), over a restart too. `user`: they logged out. `ended`: the session of an account that
   * no silent login may stand in for has come to its end.
   */
  | { readonly status: 'loggedOut'; readonly reason: LogoutReason }
  /** The login failed, and there is no session. `retryAt`: epoch milliseconds; no automatic login before that. */
  | { readonly status: 'failed'; readonly error: AuthError; readonly retryAt: number }
  /** Single-page mode (a page opened from Moments) has no login. */
  | { readonly status: 'unavailable'; readonly error: AuthError }

/** What is kept over a restart. */
export interface Remembered<User = unknown> {
  session: Session<User> | null
  /** Nobody has logged in since. */
  loggedOut: LogoutReason | null
  /** ms that the server's clock was ahead of the device's: `expiresAt` is by the server's. */
  skew: number
}
