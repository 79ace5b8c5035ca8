import { toBuffer } from '../bytes'
import { parseJSON, type FullReply } from '../server/message'
import { isArrayBuffer } from '../snapshot'

/** Names of response headers: as HTTP/1.1 servers write them, as HTTP/2 does, or neither. */
export type HeaderCase = 'title' | 'lower' | 'upper'

export function withCase(header: Record<string, string>, headerCase: HeaderCase): Record<string, string> {
  const cased: Record<string, string> = {}
  for (const [name, value] of Object.entries(header)) cased[toCase(name, headerCase)] = value
  return cased
}

function toCase(name: string, headerCase: HeaderCase): string {
  if (headerCase === 'upper') return name.toUpperCase()
  const lower = name.toLowerCase()
  return headerCase === 'lower' ? lower : lower.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/** The body as it is on the wire. */
export function textOf({ data, chunks }: FullReply): string {
  if (chunks) return chunks.join('')
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** The body as wx.request gives it: one JSON.parse, and the text when that fails. */
export function bodyOf(reply: FullReply, { dataType = 'json', responseType = 'text' }): unknown {
  if (responseType === 'arraybuffer')
    return isArrayBuffer(reply.data) ? reply.data.slice(0) : toBuffer(textOf(reply))
  return dataType === 'json' ? parseJSON(textOf(reply)) : textOf(reply)
}
