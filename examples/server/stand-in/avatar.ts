import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

const SIZE = 96

/** A picture that tells users apart by its colour; grey without a name. A PNG, since servers refuse an SVG. */
export function drawAvatar(name: string): Uint8Array<ArrayBuffer> {
  const background = name === '' ? ([204, 204, 204] as const) : colourOf(name)
  const row = (y: number) => [0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y, background)).flat()]
  const rows = Array.from({ length: SIZE }, (_, y) => row(y)).flat()
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE, 0)
  header.writeUInt32BE(SIZE, 4)
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8)
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Uint8Array.from(rows))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

/** Of middle brightness, whatever the name: two of the three shares are far apart, the third is between them. */
function colourOf(name: string): Colour {
  const [order = 0, share = 0] = createHash('sha256').update(name).digest()
  const shares = [56, 178, 72 + (share % 90)]
  const first = order % 3
  return [shares[first] ?? 0, shares[(first + 1) % 3] ?? 0, shares[(first + 2) % 3] ?? 0]
}

/** Head and shoulders, with soft edges. */
function pixel(x: number, y: number, background: Colour): number[] {
  const inside = (centreY: number, radius: number) =>
    Math.min(1, Math.max(0, radius - Math.hypot(x + 0.5 - SIZE / 2, y + 0.5 - centreY) + 0.5))
  const white = Math.max(inside(38, 17), inside(92, 33))
  return background.map((share) => Math.round(share + (255 - share) * white))
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const result = Buffer.alloc(content.length + 8)
  result.writeUInt32BE(data.length, 0)
  result.set(content, 4)
  result.writeUInt32BE(crc32(content), content.length + 4)
  return result
}

/** https://www.w3.org/TR/png-3/#D-CRCAppendix */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
