import { invalidOptions } from '../auth-error'
import { isPlainObject, spread } from '../plain-object'
import type { WxRequest } from '../platform/wx-port'

const DEEPEST = 200

/**
 * A deep copy of a body: the caller may change its objects while the request waits, or before it is sent again. What
 * is neither a plain object, an array nor an ArrayBuffer is passed on as it is.
 */
export function snapshot(data: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw invalidOptions('request: `data` is nested too deeply, or holds itself')
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map((item) => snapshot(item, depth + 1))
  if (isArrayBuffer(data)) return data.slice(0)
  if (!isPlainObject(data)) return data
  const copy = spread(data)
  for (const key of Object.keys(copy)) copy[key] = snapshot(copy[key], depth + 1)
  return copy
}

/** A deep copy for a function of the app's, which may change what it is given. */
export function copyOf(request: WxRequest): WxRequest {
  return spread(request, { header: spread(request.header ?? {}), data: snapshot(request.data) })
}

function isArrayBuffer(data: object): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}
