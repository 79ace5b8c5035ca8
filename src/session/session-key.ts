import { AuthError } from '../auth-error'
import type { Call } from '../platform/call'
import type { Clock } from '../platform/clock'
import type { Scope } from '../platform/scope'
import type { WxFailure } from '../platform/wx-port'

export interface SessionKey {
  /**
   * Is the session_key still good? Callers at the same time share one wx.checkSession, and a yes holds until the
   * next login, or for `maxAge` ms. Rejects with NETWORK or TIMEOUT where nobody can tell: an outage is not an expiry.
   */
  check(maxAge?: number): Promise<boolean>
  /** wx.login may replace the key, of which the server knows nothing yet: the former answer is worth nothing. */
  forget(): void
  /** The server has taken the code, and with it the key. */
  arrived(): void
  /** May WeChat have another key than the server? */
  readonly isLost: boolean
  /** How often that may have happened. */
  readonly replacements: number
}

export interface SessionKeyContext {
  call: Call
  clock: Clock
  /** Resolves when wx.checkSession may be called. */
  limit: () => Promise<void>
  /** How long it may take at the most. */
  scope: Scope
}

/** ms */
const TIMEOUT = 10_000

export function createSessionKey({ call, clock, limit, scope }: SessionKeyContext): SessionKey {
  let answer: Promise<boolean> | null = null
  let askedAt = 0
  let replacements = 0
  let isLost = false

  function ask(): Promise<boolean> {
    return limit()
      .then(() =>
        call<{ fromCache?: boolean } | undefined>(
          'checkSession',
          {},
          { timeout: TIMEOUT, scope, codeOf: checkFailureCode },
        ),
      )
      .then(
        (result) => {
          // From base library 2.24.0 the cache may answer when the device is offline.
          if (result?.fromCache) throw new AuthError('NETWORK', 'wx.checkSession answered from its cache.')
          return true
        },
        (error: unknown) => {
          if ((error as AuthError).code !== 'SESSION_REJECTED') throw error
          return false
        },
      )
  }

  return {
    check(maxAge = Infinity) {
      // WeChat would say yes: to a key that the server does not have.
      if (isLost) return Promise.resolve(false)
      if (answer && Math.abs(clock.now() - askedAt) <= maxAge) return answer
      const mine = ask()
      askedAt = clock.now()
      answer = mine
      const unless = (good: boolean) => {
        if (!good && answer === mine) answer = null
      }
      mine.then(unless, () => unless(false))
      return mine
    },
    forget() {
      answer = null
      isLost = true
      replacements++
    },
    arrived() {
      isLost = false
      replacements++
    },
    get isLost() {
      return isLost
    },
    get replacements() {
      return replacements
    },
  }
}

/** SESSION_REJECTED: the key has expired; anything else: it could not be asked. */
function checkFailureCode({ errno, errMsg }: WxFailure) {
  const text = String(errMsg)
  // A typical expiry is `checkSession:fail -13001, session time out`, which is no time-out.
  if (errno === 5 || (/time ?out|超时/i.test(text) && !/\bsession/i.test(text))) return 'TIMEOUT'
  if (errno === 600003 || /interrupted/i.test(text)) return 'INTERRUPTED'
  // Plugins have no such function, nor has the single-page mode.
  if (/is not a function|not available|not support/i.test(text)) return 'UNAVAILABLE'
  // 1003: too many calls a second, of the app's own perhaps; -1 and 102 come at random. None speaks of the key.
  const saysNothing = [600001, 1003, -1, 102].indexOf(Number(errno)) >= 0
  return saysNothing || /network|网络|offline|ERR_|frequen/i.test(text) ? 'NETWORK' : 'SESSION_REJECTED'
}
