import { AuthError } from '../auth-error'
import { checkSessionFailureCode } from '../platform/failures'
import type { Platform } from '../platform/platform'

export interface SessionKey {
  /**
   * Is the session_key still good? Callers at the same time share one wx.checkSession, and a yes holds until the next
   * login, or for `maxAge` ms. Rejects if it cannot be asked: an outage is not an expiry.
   */
  check(maxAge?: number): Promise<boolean>
  /** wx.login is about to be called. It may replace the key, and the server does not have the new one yet. */
  forget(): void
  /** The server has taken the code, and so has the key. */
  arrived(): void
  /** May WeChat have a newer key than the server? */
  readonly isLost: boolean
  /** Rises each time that the key may have been replaced. */
  readonly replacements: number
}

/** ms */
const TIMEOUT = 10_000

export function createSessionKey({ call, clock, limit, scope }: Platform): SessionKey {
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
          { timeout: TIMEOUT, scope, codeOf: checkSessionFailureCode },
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
      // WeChat would say yes about a key that the server does not have.
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
