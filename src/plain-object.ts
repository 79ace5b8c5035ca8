/** `{…}` and nothing else, also when it was made in another realm (another frame, a test's context). */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * `{ ...object, ...changes }` for objects of the app's, which is compiled to Object.assign: that would make an own
 * `__proto__`, as of JSON.parse, the prototype of the copy.
 */
export function spread<T extends object>(object: T, changes: Partial<T> = {}): T {
  const copy = {} as T
  for (const given of [object, changes]) {
    if (Object.prototype.hasOwnProperty.call(given, '__proto__')) define(copy, given)
    else Object.assign(copy, given)
  }
  return copy
}

function define(copy: object, given: object) {
  for (const name of Object.keys(given)) {
    const value: unknown = given[name as keyof object]
    Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true })
  }
}
