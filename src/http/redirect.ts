import { headerOf } from '../platform/header'
import { isRedirect } from '../platform/transport'
import type { WxResponse, WxTransfer } from '../platform/wx-port'
import { isSafe } from './method'
import { originOf } from './url'

/** More than any server needs, and few enough to end a loop. */
export const MOST_REDIRECTS = 5

/**
 * The request that a redirect within the origin asks for. null: the caller gets the redirect itself. One to elsewhere
 * would take the session along (CVE-2026-40895), and a POST may not be repeated.
 */
export function redirected(request: WxTransfer, response: WxResponse): WxTransfer | null {
  if (request.redirect !== undefined || !isRedirect(response.statusCode) || !isSafe(request.method))
    return null
  const location = headerOf(response.header, 'location')
  // Parsers differ in white space and backslashes: browsers drop the one, and take the other for a slash.
  if (typeof location !== 'string' || !location || /[\s\\]/.test(location)) return null
  const url = locate(request.url, location)
  if (originOf(url) !== originOf(request.url)) return null
  // The `data` of a GET is the old URL's query: the new URL has its own.
  return { ...request, url, data: undefined }
}

/** Resolves a Location against the URL that it came from. Dots (`../a`) are left to the server. */
function locate(url: string, location: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(location)) return location
  if (location.startsWith('//')) return `${url.slice(0, url.indexOf('/'))}${location}`
  const origin = String(originOf(url))
  if (location.startsWith('/')) return origin + location
  const path = url.slice(0, url.search(/[?#]|$/))
  if (location.startsWith('?')) return path + location
  return path.slice(0, path.lastIndexOf('/') + 1) + location
}
