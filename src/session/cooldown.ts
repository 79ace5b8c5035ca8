import type { AuthError } from '../auth-error'
import { isInterruption } from '../platform/failures'
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
  /** Null if none holds. */
  readonly current: Cooldown | null
  begin(error: AuthError): Cooldown
  /** A login came to something. */
  end(): void
  /** The phone is back: a failure that was not the server's word is no reason to wait any longer. */
  wake(): void
}

/** `base`: ms without an automatic login after the first failure. */
export function createCooldown({ clock, random }: Surroundings, base: number): CooldownKeeper {
  // Each holds for itself: what the server asked for, whatever has failed since, and what ends when the phone is back.
  let servers: Cooldown | null = null
  let phones: Cooldown | null = null
  let failures = 0

  /** Of those that have not ended, the one that lasts longer. */
  function longest(one: Cooldown | null, other: Cooldown | null): Cooldown | null {
    const now = clock.now()
    if (!isCooling(one, now)) return isCooling(other, now) ? other : null
    return isCooling(other, now) && other.retryAt > one.retryAt ? other : one
  }

  function lengthAfter(error: AuthError, failedAt: number): number {
    // The background cut it off, which is over when the app is in front again: nobody's fault, no reason to wait.
    if (isInterruption(error)) return 0
    failures++
    const retryAfter = error.retryAt === undefined ? undefined : error.retryAt - failedAt
    return cooldownFor(failures, base, random(), retryAfter)
  }

  return {
    get current() {
      return longest(servers, phones)
    },
    begin(error) {
      const failedAt = clock.now()
      const next = { error, failedAt, retryAt: failedAt + lengthAfter(error, failedAt) }
      if (isPhones(error)) phones = longest(phones, next)
      else servers = longest(servers, next)
      return longest(servers, phones) ?? next
    },
    end() {
      servers = phones = null
      failures = 0
    },
    wake() {
      phones = null
    },
  }
}
