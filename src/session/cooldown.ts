import { isAuthError, type AuthError } from '../auth-error'
import type { Surroundings } from '../platform/surroundings'

/** A failed login, and when the next automatic one may begin. */
export interface Cooldown {
  error: AuthError
  /** Epoch milliseconds, by the device's clock, like `retryAt`. */
  failedAt: number
  retryAt: number
}

/** A clock that was turned back by hours must not make a cooldown of hours. */
export function isCooling(cooldown: Cooldown | null, now: number): cooldown is Cooldown {
  if (!cooldown) return false
  const { failedAt, retryAt } = cooldown
  return now < retryAt && retryAt - now < 2 * (retryAt - failedAt)
}

/** errno 600003, whichever call it was that the background cut off. */
function isInterruption({ errno, cause }: AuthError): boolean {
  return errno === 600003 || isAuthError(cause, 'INTERRUPTED')
}

/** The network's or the platform's failure, and not an answer of the server's. */
function isPhones({ code, cause }: AuthError): boolean {
  return (
    code === 'WX_LOGIN_FAILED' ||
    code === 'LOGIN_TIMEOUT' ||
    (code === 'SERVER_UNAVAILABLE' && cause !== undefined)
  )
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
  /** The last that began; null if none has since the last success. */
  readonly current: Cooldown | null
  begin(error: AuthError): Cooldown
  /** A login came to something. */
  end(): void
  /** The phone is back: a failure that was not the server's word is no reason to wait any longer. */
  wake(): void
}

/** `base`: ms without an automatic login after the first failure. */
export function createCooldown({ clock, random }: Surroundings, base: number): CooldownKeeper {
  let current: Cooldown | null = null
  let failures = 0
  return {
    get current() {
      return current
    },
    begin(error) {
      const failedAt = clock.now()
      // The background cut it off, which is over when the app is in front again: nobody's fault, no reason to wait.
      if (isInterruption(error)) return (current = { error, failedAt, retryAt: failedAt })
      failures++
      const retryAfter = error.retryAt === undefined ? undefined : error.retryAt - failedAt
      current = { error, failedAt, retryAt: failedAt + cooldownFor(failures, base, random(), retryAfter) }
      return current
    },
    end() {
      current = null
      failures = 0
    },
    wake() {
      if (current && isPhones(current.error)) current = null
    },
  }
}
