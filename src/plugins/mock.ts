import type { Middleware } from '../http/middleware'
import type { TransferOptions } from '../http/request-options'
import { systemClock } from '../platform/clock'
import type { HttpMethod, WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** The answer to a request. What is absent: status 200, data null, no header. */
export type MockReply = Partial<WxResponse>

/** Which requests mock() answers, and what. */
export interface MockRule {
  /** The URL as the app writes it, without its query; or a pattern for the whole of it. */
  url: string | RegExp
  /** Absent: any method. */
  method?: HttpMethod
  /** The answer, a copy for each; or a function that makes one, and may look at the request, wait, and throw. */
  reply: MockReply | ((request: TransferOptions) => MockReply | Promise<MockReply>)
  /** ms until the answer. @default 0 */
  latency?: number
}

/**
 * Middleware that answers requests by itself, by the first rule that fits; the others go to the network. It is outside
 * the login: what it answers needs no session, and it does not see the login's own requests.
 * @throws INVALID_OPTIONS at once.
 */
export function mock(...rules: MockRule[]): Middleware {
  for (const rule of rules) {
    pluginOptions('mock', rule, {
      url: (value) =>
        !(typeof value === 'string' || value instanceof RegExp) && 'must be a string or a pattern',
      method: (value = '') => typeof value !== 'string' && 'must be a string',
      reply: (value) => !/^[of]/.test(typeof value) && 'must be an object or a function',
      latency: number,
    })
  }

  return (request, next) => {
    const rule = rules.find((candidate) => fits(candidate, request))
    if (!rule) return next(request)
    const { reply, latency = 0 } = rule
    return new Promise<void>((resolve) => void systemClock.after(latency, resolve))
      .then(() =>
        typeof reply === 'function' ? reply(request) : (JSON.parse(JSON.stringify(reply)) as MockReply),
      )
      .then((given) => Object.assign({ statusCode: 200, data: null, header: {} }, given))
  }
}

function fits({ url, method }: MockRule, request: TransferOptions): boolean {
  const { api, method: its = api === 'uploadFile' ? 'POST' : 'GET' } = request
  if (method && method !== its.toUpperCase()) return false
  return typeof url === 'string' ? request.url.split('?')[0] === url : request.url.search(url) >= 0
}
