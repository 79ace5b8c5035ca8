// By hand: TextEncoder is not in every test environment (jsdom).

/** How many bytes the text has in UTF-8. */
export function byteLength(text: string): number {
  let length = 0
  for (const character of text) length += sizeOf(character.codePointAt(0) ?? 0)
  return length
}

/** The text in UTF-8. */
export function toBuffer(text: string): ArrayBuffer {
  const bytes = new Uint8Array(byteLength(text))
  let index = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    const size = sizeOf(point)
    for (let rest = size - 1; rest > 0; rest--)
      bytes[index + rest] = 0x80 | ((point >> (6 * (size - 1 - rest))) & 0x3f)
    bytes[index] = size === 1 ? point : ((0xf00 >> size) & 0xff) | (point >> (6 * (size - 1)))
    index += size
  }
  return bytes.buffer
}

function sizeOf(point: number): number {
  if (point < 0x80) return 1
  if (point < 0x800) return 2
  return point < 0x10000 ? 3 : 4
}
