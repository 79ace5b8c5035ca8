import type { Grant, Session, Unbound } from './types'

/**
 * `previous`: the same user's last session, which fills in what the grant leaves out. `isWechat`: is it the phone's WeChat
 * user, so that a silent login may stand in for it?
 */
export function createSession<User>(
  { token, expiresIn, refreshToken, user }: Grant<User>,
  previous: Session<User> | null,
  now: number,
  isWechat: boolean,
): Session<User> {
  const session = {
    token,
    refreshToken: refreshToken ?? previous?.refreshToken,
    obtainedAt: now,
    expiresAt: typeof expiresIn === 'number' ? now + expiresIn * 1000 : undefined,
  }
  return sessionWith(session, user ?? previous?.user, { isWechat })
}

/** The same session with another `user`. */
export function withUser<User>(session: Session<User>, user: User): Session<User> {
  return sessionWith(session, user, recordOf(session))
}

/** The same session, which cannot be renewed any more. */
export function withoutRefreshToken<User>(session: Session<User>): Session<User> {
  const { token, obtainedAt, expiresAt } = session
  return sessionWith({ token, obtainedAt, expiresAt }, session.user, recordOf(session))
}

/** What has happened to a grant so far. */
export interface GrantRecord {
  /** Does it belong to the phone's WeChat user? */
  readonly isWechat: boolean
  /** Has the server accepted a request that carried it? */
  isAccepted?: boolean
  /** Has the server rejected one? */
  isRejected?: boolean
  /** Has 'expired' been sent? */
  isExpiryTold?: boolean
}

/**
 * The record identifies the grant: setUser() keeps it. The token would not do, as a server may give the same one
 * again, nor would a WeakMap, as two copies of this package may share a session.
 */
type Granted<User = unknown> = Session<User> & { readonly grant?: GrantRecord }

/** Are both of the same grant, or both null? */
export function isSame(one: Granted | null, other: Granted | null): boolean {
  return one?.grant === other?.grant
}

/** May a silent login stand in for it? */
export function isWechat(session: Session): boolean {
  return recordOf(session).isWechat
}

export function recordOf(session: Session): GrantRecord {
  return (session as Session & { readonly grant: GrantRecord }).grant
}

/** Secrets are not enumerable: JSON, the console and setData do not show them. */
export function sessionWith<User>(
  { token, refreshToken, obtainedAt, expiresAt }: Omit<Session, 'user'>,
  user: User | undefined,
  grant: GrantRecord,
): Session<User> {
  const shown = { obtainedAt, expiresAt, user }
  const hidden = { token: { value: token }, refreshToken: { value: refreshToken }, grant: { value: grant } }
  return Object.freeze(Object.defineProperties(shown, hidden) as Session<User>)
}

export function isUnbound(outcome: unknown): outcome is Unbound {
  return typeof outcome === 'object' && outcome !== null && 'unbound' in outcome && !('token' in outcome)
}

/** What is wrong with a grant, as the end of a sentence; '' if nothing is. */
export function grantProblem(grant: unknown): string {
  const { token, expiresIn, refreshToken } = Object(grant) as Record<string, unknown>
  if (typeof token !== 'string' || !token) return 'has no `token` (a string)'
  // A line break would end the header and begin another.
  if (/[^ -~]/.test(token)) return 'has a `token` with characters other than visible ASCII'
  if (expiresIn != null && !isLifetime(expiresIn))
    return 'has an `expiresIn` that is not a number of seconds from now'
  if (refreshToken != null && typeof refreshToken !== 'string')
    return 'has a `refreshToken` that is not a string'
  return ''
}

/** Three centuries, in seconds. More than that is a time in milliseconds. */
const LONGEST = 1e10

function isLifetime(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < LONGEST
}
