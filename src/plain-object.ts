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
