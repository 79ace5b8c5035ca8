import type { AuthError } from '../auth-error'
import { isSafe } from '../http/method'
import type { Middleware } from '../http/middleware'
import { parseDate, systemClock } from '../platform/clock'
import { headerOf } from '../platform/header'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** The options of retry(). */
export interface RetryOptions {
  /** How often one request is sent again at most. @default 2 */
  limit?: number
  /** ms before the first retry; doubles with each, less up to half by chance. @default 500 */
  delay?: number
}

/** Failures that may pass: statuses of answers, codes of errors. */
const PASSING: readonly unknown[] = [408, 429, 500, 502, 503, 504, 'NETWORK', 'TIMEOUT']

/** ms; if the server asks for more time, there is no retry. */
const LONGEST = 10_000

/** The budget counts requests: each adds one, and a retry costs this many. */
const PRICE = 10
/** The budget at the start: two retries. */
const FIRST_SAVINGS = 2 * PRICE
/** A cap: hours without failures must not pay for a storm on a server that is down. */
const MOST_SAVINGS = 10 * PRICE

/**
 * Middleware that sends again what failed because the network or the server was down, after growing delays and within
 * a budget: safe methods, downloads, and what has `retry: true`. The caller gets the last answer or error.
 * @throws INVALID_OPTIONS at once.
 */
export function retry(options: RetryOptions = {}): Middleware {
  const { limit = 2, delay = 500 } = pluginOptions<RetryOptions>('retry', options, {
    limit: number,
    delay: number,
  })
  let savings = FIRST_SAVINGS

  return (request, next) => {
    const { api, method, retry: mayRepeat = api !== 'uploadFile' && isSafe(method) } = request
    let retries = 0
    savings = Math.min(savings + 1, MOST_SAVINGS)

    function attempt(): Promise<WxResponse> {
      const answer = next(request)
      const again = (outcome: WxResponse | AuthError) => {
        const { statusCode, code = statusCode, header } = Object(outcome) as Partial<WxResponse & AuthError>
        const backoff = delay * 2 ** retries * (1 - Math.random() / 2)
        const wait = Math.max(backoff, retryAfter(header))
        const isWorthIt = mayRepeat && retries < limit && PASSING.indexOf(code) >= 0 && wait <= LONGEST
        if (!isWorthIt || savings < PRICE) return answer
        retries++
        savings -= PRICE
        return new Promise<void>((resolve) => void systemClock.after(wait, resolve)).then(attempt)
      }
      return answer.then(again, again)
    }
    return attempt()
  }
}

/** ms that the server asks for, in seconds or as a date by its own clock; 0 if it does not. */
function retryAfter(header?: WxResponse['header']): number {
  const value = headerOf(header, 'retry-after')
  const now = parseDate(headerOf(header, 'date')) ?? systemClock.now()
  return Number(value) * 1000 || (parseDate(value) ?? now) - now
}
