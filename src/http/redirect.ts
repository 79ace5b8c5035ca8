import { headerOf } from '../platform/header'
import { isRedirect } from '../platform/transport'
import type { WxResponse, WxTransfer } from '../platform/wx-port'
import { isSafe } from './method'
import { originOf } from './url'

/** As many as browsers forgive in practice, and fewer than a loop. */
export const MOST_REDIRECTS = 5

/**
 * The request that a redirect of the same origin asks for; null for everything else, which is the caller's to see: a
 * redirect elsewhere would take the session along (CVE-2026-40895), and one of a POST may not be repeated.
 */
export function redirected(request: WxTransfer, response: WxResponse): WxTransfer | null {
  if (request.redirect !== undefined || !isRedirect(response.statusCode) || !isSafe(request.method))
    return null
  const location = headerOf(response.header, 'location')
  // White space and backslashes are read in two ways: browsers drop the one, and take the other for a slash.
  if (typeof location !== 'string' || !location || /[\s\\]/.test(location)) return null
  const url = locate(request.url, location)
  if (originOf(url) !== originOf(request.url)) return null
  // What GET data there was is in the server's answer, or it is not wanted.
  return { ...request, url, data: undefined }
}

/** A Location by the URL that it came from. Dots (`../a`) are left for whoever reads the path. */
function locate(url: string, location: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return location
  if (location.startsWith('//')) return `${url.slice(0, url.indexOf('/'))}${location}`
  const origin = String(originOf(url))
  if (location.startsWith('/')) return origin + location
  const path = url.slice(0, url.search(/[?#]|$/))
  if (location.startsWith('?')) return path + location
  return path.slice(0, path.lastIndexOf('/') + 1) + location
}
