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

/** Setting the clock back by hours must not make the cooldown hours long. */
export function isCooling(cooldown: Cooldown | null, now: number): cooldown is Cooldown {
  if (!cooldown) return false
  const { failedAt, retryAt } = cooldown
  return now < retryAt && retryAt - now < 2 * (retryAt - failedAt)
}

/** Did the network or the platform fail, rather than the server answer? */
function isPhones({ code, cause }: AuthError): boolean {
  return (
    code === 'WX_LOGIN_FAILED' ||
    code === 'LOGIN_TIMEOUT' ||
    (code === 'SERVER_UNAVAILABLE' && cause !== undefined)
  )
}

/** ms; an app must be back soon after an outage of hours. */
const LONGEST = 5 * 60_000
/** ms; a longer Retry-After is cut to this. */
const LONGEST_RETRY_AFTER = 60 * 60_000

/**
 * ms without an automatic login after the nth failure in a row: `base` at first, then a random time between `base` and
 * a bound that doubles, so that a million phones do not come back in the same second. Retry-After goes first.
 */
export function cooldownFor(failures: number, base: number, random: number, retryAfter?: number): number {
  if (retryAfter !== undefined) return Math.max(base, Math.min(retryAfter, LONGEST_RETRY_AFTER))
  const bound = Math.max(base, Math.min(base * 2 ** Math.min(failures - 1, 16), LONGEST))
  return base + random * (bound - base)
}

export interface CooldownKeeper {
  /** Null if none is running. */
  readonly current: Cooldown | null
  begin(error: AuthError): Cooldown
  /** A login has succeeded, or the user has changed. */
  end(): void
  /** The app is shown or the network is back: only the server's own answers still count. */
  wake(): void
}

/** `base`: ms without an automatic login after the first failure. */
export function createCooldown({ clock, random }: Surroundings, base: number): CooldownKeeper {
  // Kept apart: the return of the app or the network ends the phone's cooldown, not the one that the server asked for.
  let servers: Cooldown | null = null
  let phones: Cooldown | null = null
  let failures = 0

  /** The one that ends later, of those still running. */
  function longest(one: Cooldown | null, other: Cooldown | null): Cooldown | null {
    const now = clock.now()
    if (!isCooling(one, now)) return isCooling(other, now) ? other : null
    return isCooling(other, now) && other.retryAt > one.retryAt ? other : one
  }

  function lengthAfter(error: AuthError, failedAt: number): number {
    // Cut off by the background: the reason is gone when the app is shown.
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
