import type { AuthError } from '../auth-error'

/** What the app's own server gives for a login code. */
export interface Grant<User = unknown> {
  /** What requests carry. */
  token: string
  /** Seconds that the token lives. Absent: until the server rejects it. */
  expiresIn?: number | null
  /** For the `renew` option. */
  refreshToken?: string | null
  /** What your server says of the user; absent, a renewal keeps what was known. */
  user?: User
}

/** WeChat knows the user, your system has no account yet. The payload is yours: a ticket for the bind page, say. */
export interface Unbound {
  /** Not undefined. It is in `state.detail` and in the error UNBOUND. */
  unbound: unknown
}

/** What comes of a login: a session, or a user without an account. */
export type LoginOutcome<User = unknown> = Grant<User> | Unbound

/** What the app holds of a login. It never changes; a new one is another object. */
export interface Session<User = unknown> {
  /** Readable, but not enumerable, so that a session that is logged or passed to setData shows no secret. */
  readonly token: string
  /** Not enumerable, like `token`. */
  readonly refreshToken?: string
  /** When it was granted, in epoch milliseconds by the server's clock. */
  readonly obtainedAt: number
  /** When it runs out, by the same clock; absent if only the server knows. */
  readonly expiresAt?: number
  /** What the last grant gave; a renewal without a user keeps it. */
  readonly user?: User
}

/**
 * Why a login began: `missing`, there was no session; `expired`, the server rejected the session or it ran out;
 * `renewal`, it ends within `renewBefore`; `user`, the app called login().
 */
export type LoginReason = 'missing' | 'expired' | 'renewal' | 'user'

/** How the login is. `session` and the rest are there for the statuses that have them. */
export type AuthState<User = unknown> =
  | { readonly status: 'restoring' }
  | { readonly status: 'anonymous' }
  | { readonly status: 'loggingIn'; readonly reason: LoginReason; readonly session: Session<User> | null }
  | { readonly status: 'authenticated'; readonly session: Session<User> }
  | { readonly status: 'unbound'; readonly detail: unknown }
  | { readonly status: 'loggedOut' }
  | { readonly status: 'failed'; readonly error: AuthError; readonly retryAt: number }
  /** The single-page mode has no login. */
  | { readonly status: 'unavailable'; readonly error: AuthError }

/** What outlives a restart. */
export interface Remembered<User = unknown> {
  session: Session<User> | null
  /** The user logged out, and that holds. */
  loggedOut: boolean
  /** What the server's clock was ahead of the device's, in ms: `expiresAt` is by the server's. */
  skew: number
}
