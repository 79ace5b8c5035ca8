import type { AuthError } from '../auth-error'
import { isSafe } from '../http/method'
import type { Middleware } from '../http/middleware'
import { systemClock } from '../platform/clock'
import type { WxResponse } from '../platform/wx-port'
import { number } from '../plugin-checks'
import { pluginOptions } from '../plugin-options'

/** What failover() is given. */
export interface FailoverOptions {
  /**
   * The `baseURL` of the auth, then those that stand in for it, in order. Their origins have to be among the
   * `trustedOrigins`, and in the domain list of the mini program.
   */
  baseURLs: readonly string[]
  /** ms without the first server until one request tries it again; default 60,000. */
  probeAfter?: number
}

/** The server was not reached, as far as one can tell. */
const UNREACHED: readonly unknown[] = ['NETWORK', 'TIMEOUT', 'DOMAIN_NOT_ALLOWED', 'UNTRUSTED_ORIGIN']

/** Ours, where the platform has said so before, and the platform's. */
const OFFLINE = /offline|INTERNET_DISCONNECTED/i

/**
 * Sends to the next server when one is not reached, and to the first again as soon as that is. It concerns relative
 * URLs. A request that failed goes to the next itself if its repetition does no harm: safe methods, downloads, `retry: true`.
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
    // So that one request at a time finds out whether the first server is back, also when the clock was set back.
    const isProbe = retry && (now >= probeAt || probeAt - now > probeAfter)
    if (isProbe) probeAt = now + probeAfter
    return send(isProbe ? 0 : present)
  }
}
