import type { AuthError } from '../auth-error'
import { isSafe } from '../http/method'
import type { Middleware } from '../http/middleware'
import { parseDate, systemClock } from '../platform/clock'
import { headerOf } from '../platform/header'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** What retry() is given. */
export interface RetryOptions {
  /** How often one request is sent again at most; default 2. */
  limit?: number
  /** ms before the first retry; doubles with each, and chance takes up to half of it away. Default 500. */
  delay?: number
}

/** Of an answer the status, of an error the code. */
const PASSING: readonly unknown[] = [408, 429, 500, 502, 503, 504, 'NETWORK', 'TIMEOUT']

/** ms; a server that asks for more time gets no retry. */
const LONGEST = 10_000

/** In requests: each of them saves one, and a retry costs so many. */
const PRICE = 10
/** An app begins with so much: two retries. */
const FIRST_SAVINGS = 2 * PRICE
/** Hours that went well must not become a storm on a server that is down. */
const MOST_SAVINGS = 10 * PRICE

/**
 * Sends again what failed for want of a network or of a server, after a time that grows, and within a budget: safe
 * methods, downloads, and what has `retry: true`. The last answer or error is the caller's.
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

/** ms that the server asks for, in seconds or as a date by its own clock; 0 if it asks for nothing. */
function retryAfter(header?: WxResponse['header']): number {
  const value = headerOf(header, 'retry-after')
  const now = parseDate(headerOf(header, 'date')) ?? systemClock.now()
  return Number(value) * 1000 || (parseDate(value) ?? now) - now
}
