import type { AuthError } from '../auth-error'

/** A failed login, and when the next automatic one may begin. */
export interface Cooldown {
  error: AuthError
  /** Epoch milliseconds. */
  retryAt: number
}

/** ms; an outage of hours must not make the app blind for hours. */
const LONGEST = 5 * 60_000
/** ms; a server's Retry-After is honoured up to this. */
const LONGEST_RETRY_AFTER = 60 * 60_000

/**
 * How long no automatic login begins after the nth failure in a row, in ms: `base` at first, then between `base`
 * and a bound that doubles, by chance, so that a million phones do not come back in the same second. What the
 * server asks for with Retry-After goes before.
 */
export function cooldownFor(failures: number, base: number, random: number, retryAfter?: number): number {
  if (retryAfter !== undefined) return Math.max(base, Math.min(retryAfter, LONGEST_RETRY_AFTER))
  const bound = Math.max(base, Math.min(base * 2 ** (failures - 1), LONGEST))
  return base + random * (bound - base)
}
