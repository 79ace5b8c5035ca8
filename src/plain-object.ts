import { invalidOptions } from './auth-error'

/** `{…}` and nothing else, also when it was made in another realm (another frame, a test's context). */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * `{ ...object, ...changes }` for an object of the app's, which is compiled to Object.assign: that would make an own
 * `__proto__`, as of JSON.parse, the prototype of the copy. The changes are our own, and have none.
 */
export function spread<T extends object>(object: T, changes?: Partial<T>): T {
  if (!Object.prototype.hasOwnProperty.call(object, '__proto__')) return Object.assign({}, object, changes)
  const copy = {} as T
  for (const name of Object.keys(object)) {
    const value: unknown = object[name as keyof T]
    Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true })
  }
  return Object.assign(copy, changes)
}

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

type Parts = { header?: object; data?: unknown; formData?: object }

/** For a function of the app's, which may change what it is given: with copies of header, body and form. */
export function copyOf<R extends Parts>(request: R): R {
  const copies: Parts = { header: spread(request.header ?? {}), data: snapshot(request.data) }
  if (request.formData) copies.formData = snapshot(request.formData) as object
  return spread(request, copies as Partial<R>)
}

function isArrayBuffer(data: object): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]'
}
