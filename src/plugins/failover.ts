import type { AuthError } from '../auth-error'
import { isSafe } from '../http/method'
import type { Middleware } from '../http/middleware'
import { systemClock } from '../platform/clock'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** The options of failover(). */
export interface FailoverOptions {
  /**
   * The `baseURL` of the auth, then its substitutes in order. Their origins must be in `trustedOrigins`, and in the
   * domain list of the mini program.
   */
  baseURLs: readonly string[]
  /** ms until one request tries the first server again. @default 60_000 */
  probeAfter?: number
}

/** Codes for a server that was not reached, as far as one can tell. */
const UNREACHED: readonly unknown[] = ['NETWORK', 'TIMEOUT', 'DOMAIN_NOT_ALLOWED', 'UNTRUSTED_ORIGIN']

/** The platform's texts for no network at all, which iOS localizes. */
const OFFLINE = /offline|INTERNET_DISCONNECTED|断开/i

/**
 * Middleware that sends relative URLs to the next server when one is not reached, and to the first again as soon as it
 * is. A request that failed is sent again if that does no harm: safe methods, downloads, `retry: true`.
 * @throws INVALID_OPTIONS at once.
 */
export function failover(options: FailoverOptions): Middleware {
  const { baseURLs, probeAfter = 60_000 } = pluginOptions('failover', options, {
    baseURLs: (value) =>
      Array.isArray(value) &&
      value.length > 1 &&
      value.every((url) => /^https?:\/\/[^?#]+$/.test(String(url)))
        ? ''
        : 'must be an array of two or more http(s) URLs',
    probeAfter: number,
  })
  const servers = baseURLs.map((baseURL) => baseURL.replace(/\/*$/, '/'))
  let present = 0
  let probeAt = 0

  return (request, next) => {
    const { api, method, url, auth = 'required', retry = api !== 'uploadFile' && isSafe(method) } = request
    // Absolute, or without a path to append.
    if (/^(\w+:|\/\/|\?|#|$)/.test(url)) return next(request)

    const untried = servers.map((_, server) => server)

    function send(server: number): Promise<WxResponse> {
      untried.splice(untried.indexOf(server), 1)
      const sent = { ...request, auth, url: String(servers[server]) + url.replace(/^\//, '') }
      return next(sent).then(
        (response) => {
          present = Math.min(present, server)
          return response
        },
        (error: unknown) => {
          const { code, errMsg = '' } = Object(error) as AuthError
          // Without a network no server is reached, and none is to blame.
          if (UNREACHED.indexOf(code) < 0 || OFFLINE.test(errMsg)) throw error
          probeAt = systemClock.now() + probeAfter
          // Of many that fail at once, the first switches.
          if (server === present) present = (present + 1) % baseURLs.length
          const another = untried.indexOf(present) < 0 ? untried[0] : present
          if (!retry || another === undefined) throw error
          return send(another)
        },
      )
    }
    const now = systemClock.now()
    // One request at a time finds out whether the first server is back, also after the clock was set back.
    const isProbe = retry && (now >= probeAt || probeAt - now > probeAfter)
    if (isProbe) probeAt = now + probeAfter
    return send(isProbe ? 0 : present)
  }
}
