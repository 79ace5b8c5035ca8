/** By its tag: the app may run in another realm than this file, where `instanceof` is of no use. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]'
}

/** A copy that later changes do not reach, without functions: callbacks are no data. */
export function snapshot(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
  if (isArrayBuffer(value)) return value.slice(0)
  if (Object.prototype.toString.call(value) === '[object Date]') return new Date(Number(value))
  if (above.includes(value)) return '[circular]'
  const path = [...above, value]
  if (Array.isArray(value)) return value.map((item) => snapshot(item, path))
  const copy: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    if (typeof item !== 'function' && item !== undefined) copy[name] = snapshot(item, path)
  }
  return copy
}
