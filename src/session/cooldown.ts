import type { AuthError } from '../auth-error'
import type { Surroundings } from '../platform/surroundings'

/** A failed login, and when the next automatic one may begin. */
export interface Cooldown {
  error: AuthError
  /** Epoch milliseconds, by the device's clock, like `retryAt`. */
  failedAt: number
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
  const bound = Math.max(base, Math.min(base * 2 ** Math.min(failures - 1, 16), LONGEST))
  return base + random * (bound - base)
}

export interface CooldownKeeper {
  /** The failed login whose cooldown is the last that began; null if none has begun since the last success. */
  readonly current: Cooldown | null
  /** `failedAt`: by the device's clock; default now. */
  begin(error: AuthError, failedAt?: number): Cooldown
  /** A login came to something. `proven`: and the server takes what came of it. */
  end(proven: boolean): void
}

/** `base`: ms without an automatic login after the first failure. */
export function createCooldown({ clock, random }: Surroundings, base: number): CooldownKeeper {
  let current: Cooldown | null = null
  let failures = 0
  return {
    get current() {
      return current
    },
    begin(error, failedAt = clock.now()) {
      failures++
      const retryAfter = error.retryAt === undefined ? undefined : error.retryAt - failedAt
      current = { error, failedAt, retryAt: failedAt + cooldownFor(failures, base, random(), retryAfter) }
      return current
    },
    end(proven) {
      current = null
      if (proven) failures = 0
    },
  }
}
