import type { Grant, LoginOutcome, Session, Unbound } from './types'

/** `previous` is the same user's session before this one: what the grant leaves out is kept. */
export function createSession<User>(
  { token, expiresIn, refreshToken, user }: Grant<User>,
  previous: Session<User> | null,
  now: number,
): Session<User> {
  return sessionWith({
    token,
    refreshToken: refreshToken ?? previous?.refreshToken,
    obtainedAt: now,
    expiresAt: typeof expiresIn === 'number' ? now + expiresIn * 1000 : undefined,
    user: user ?? previous?.user,
  })
}

/** Secrets are not enumerable: neither JSON, nor a console, nor setData shows them. */
export function sessionWith<User>({ token, refreshToken, ...shown }: Session<User>): Session<User> {
  const secrets = { token: { value: token }, refreshToken: { value: refreshToken } }
  return Object.freeze(Object.defineProperties(shown, secrets) as Session<User>)
}

export function isUnbound(outcome: LoginOutcome): outcome is Unbound {
  return 'unbound' in outcome
}

/** What is wrong with an outcome, as the end of a sentence; null if nothing is. */
export function outcomeProblem(outcome: unknown): string | null {
  if (typeof outcome !== 'object' || outcome === null) return 'is not an object'
  if ('unbound' in outcome) return null
  const { token, expiresIn, refreshToken } = outcome as Record<string, unknown>
  if (typeof token !== 'string' || token === '') return 'has no `token` (a string) and no `unbound`'
  if (!(expiresIn == null || isPositive(expiresIn)))
    return 'has an `expiresIn` that is not a positive number (seconds)'
  if (!(refreshToken == null || typeof refreshToken === 'string'))
    return 'has a `refreshToken` that is not a string'
  return null
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && Number.isFinite(value)
}
