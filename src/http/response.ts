import { headerOf } from '../platform/header'
import { isRedirect, type NetworkName } from '../platform/transport'
import type { WxPort, WxResponse, WxTransfer } from '../platform/wx-port'
import { isSafe } from './method'
import { originOf } from './url'

// What comes back for a request, before anybody reads it.

/**
 * One shape for all three: wx.uploadFile gives the body as a text and no header, wx.downloadFile neither. An
 * `isExpired` that reads them must not fail.
 */
export function normalized(api: NetworkName, response: WxResponse, dataType = 'json'): WxResponse {
  if (api === 'request') return response
  const { data = '', header = {} } = response as Partial<WxResponse>
  return { ...response, data: api === 'uploadFile' && dataType === 'json' ? parsed(data) : data, header }
}

/** As wx.request with `dataType: 'json'`: the text if it is not JSON. */
function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data
  } catch {
    return data
  }
}

/** Removes the file that wx.downloadFile saves of a rejection. */
export function discardFile(port: WxPort, response: WxResponse): void {
  const { tempFilePath, filePath = tempFilePath } = response as { tempFilePath?: string; filePath?: string }
  if (filePath === undefined) return
  try {
    port.getFileSystemManager?.().unlink({ filePath, success: nothing, fail: nothing })
  } catch {
    // The system removes temporary files sooner or later.
  }
}

function nothing() {
  // It may fail: nothing depends on it.
}

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
