import { byteLength } from '../bytes'
import { success, type Ending } from '../ending'
import type { FullReply, Wire } from '../server/message'
import { isArrayBuffer } from '../snapshot'
import type { Context } from './context'
import type { NetworkName } from './names'
import { bodyOf, textOf, withCase } from './response'

/** Whatever an app may pass to one of the three. */
export interface NetworkOptions {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  enableChunked?: boolean
  filePath?: string
  name?: string
  formData?: object
}

/** How wx.request, wx.uploadFile and wx.downloadFile differ. */
export interface Kind {
  wire(options: NetworkOptions): Wire
  /** What `success` is given. */
  result(context: Context, options: NetworkOptions, reply: FullReply): Ending
  /** Does it tell its progress on the way to the server, or from it? */
  progress: 'none' | 'up' | 'down'
}

export const KINDS: Readonly<Record<NetworkName, Kind>> = {
  request: {
    wire: ({ url, method = 'GET', data, header = {} }) => ({
      method: method.toUpperCase(),
      url: method.toUpperCase() === 'GET' ? withQuery(url, data) : url,
      header: { ...header },
      data: isArrayBuffer(data) ? data.slice(0) : overTheWire(data),
    }),
    result({ features, headerCase }, options, reply) {
      const isChunked = options.enableChunked === true && features.chunks && reply.chunks !== null
      return success({
        statusCode: reply.statusCode,
        // The pieces were handed out one by one.
        data: isChunked ? '' : bodyOf(reply, options),
        header: withCase(reply.header, headerCase),
        ...(features.cookies ? { cookies: reply.cookies } : {}),
      })
    },
    progress: 'none',
  },
  uploadFile: {
    wire: ({ url, header = {}, filePath, name, formData = {} }) => ({
      method: 'POST',
      url,
      header: { ...header },
      data: overTheWire(formData),
      filePath,
      name,
    }),
    // A text, and no header.
    result: (_, __, reply) => success({ statusCode: reply.statusCode, data: textOf(reply) }),
    progress: 'up',
  },
  downloadFile: {
    wire: ({ url, header = {} }) => ({ method: 'GET', url, header: { ...header }, data: undefined }),
    // Whatever the status: the body of a 401 is saved, too.
    result({ files, temporaryPath }, { filePath }, reply) {
      const path = filePath ?? temporaryPath()
      files.set(path, textOf(reply))
      return success({ statusCode: reply.statusCode, ...(filePath ? { filePath } : { tempFilePath: path }) })
    },
    progress: 'down',
  },
}

/** Bytes; of a file that nobody has downloaded, there is only a path. */
export function sizeOf(
  { files }: Context,
  { filePath = '' }: NetworkOptions,
  reply: FullReply | null,
): number {
  return byteLength(reply ? textOf(reply) : (files.get(filePath) ?? filePath))
}

/** The data of a GET becomes its query. */
function withQuery(url: string, data: unknown): string {
  if (typeof data !== 'object' || data === null || isArrayBuffer(data)) return url
  const pairs = Object.entries(data).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  if (pairs.length === 0) return url
  const [address = '', ...fragment] = url.split(/(?=#)/)
  return `${address}${address.includes('?') ? '&' : '?'}${pairs.join('&')}${fragment.join('')}`
}

function overTheWire(data: unknown): unknown {
  return data === undefined || typeof data === 'string' ? data : (JSON.parse(JSON.stringify(data)) as unknown)
}
