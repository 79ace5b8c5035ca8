import { invalidOptions } from '../auth-error'
import { isPlainObject } from '../plain-object'
import type { WxRequest } from '../platform/wx-port'

const DEEPEST = 200

/**
 * A copy of a body as it is now: a request may wait for a login, and be sent again later, while the caller goes
 * on with his objects. What is neither a plain object, an array nor an ArrayBuffer is passed on as it is.
 */
export function snapshot(data: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw invalidOptions('request: `data` is nested too deeply, or holds itself')
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map((item) => snapshot(item, depth + 1))
  if (isArrayBuffer(data)) return data.slice(0)
  if (!isPlainObject(data)) return data
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(data)) {
    const value = snapshot(data[key], depth + 1)
    // A member to JSON.parse, and something else to an assignment.
    if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true })
    else copy[key] = value
  }
  return copy
}

/** A copy to its full depth, for a function of the app's, which may write on what it is given. */
export function copyOf(request: WxRequest): WxRequest {
  return { ...request, header: { ...request.header }, data: snapshot(request.data) }
}

function isArrayBuffer(data: object): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}
