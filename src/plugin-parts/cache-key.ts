/** A name for the parts, whatever the order of their members. */
export function keyOf(parts: readonly unknown[]): string {
  return digest(JSON.stringify(parts, sorted))
}

/**
 * 64 bits of cyrb53, a small hash that is well known and stays the same over a restart: a stored key must not show a
 * user or a header in plain text. It only hides them from sight: a short text can be guessed and confirmed.
 */
function digest(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return [a, b].map((half) => (half >>> 0).toString(36)).join('.')
}

/** For JSON.stringify: sorts the members of an object. */
function sorted(_: string, value: unknown): unknown {
  if (Object(value) !== value) return value
  const object = value as Record<string, unknown>
  // Without a prototype, so that a member `__proto__` is one like all others.
  const copy = Object.create(null) as Record<string, unknown>
  for (const name of Object.keys(object).sort()) copy[name] = object[name]
  return copy
}
