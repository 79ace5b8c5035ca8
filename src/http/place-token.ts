import { invalidOptions } from '../auth-error'
import type { NetworkName } from '../platform/transport'
import type { WxRequest, WxTransfer } from '../platform/wx-port'
import { isPlainObject, spread } from '../plain-object'
import { copyOf } from './snapshot'
import { withQuery } from './url'

/** Where the token goes. A query or a data parameter ends up in the server's logs: unsafe, and spelled out. */
export type TokenPlacement =
  | { header: string; prefix?: string }
  | { query: string }
  | { data: string }
  | { cookie: string }
  | ((request: WxRequest, token: string) => WxRequest)

export type PlaceToken = (request: WxTransfer, token: string, api?: NetworkName) => WxTransfer

/** What adds a token to a request, which itself stays as it is. */
export function createPlaceToken(placement: TokenPlacement): PlaceToken {
  if (typeof placement === 'function') {
    // The request may be sent again.
    return (request, token) => placement(copyOf(request), token)
  }
  if ('header' in placement) {
    const { header, prefix = '' } = placement
    return (request, token) => spread(request, { header: withHeader(request.header, header, prefix + token) })
  }
  if ('cookie' in placement) {
    return (request, token) =>
      spread(request, { header: withCookie(request.header, placement.cookie, token) })
  }
  if ('query' in placement) return (request, token) => inQuery(request, placement.query, token)
  const { data: name } = placement
  return (request, token, api) => {
    // A download is a GET, whose data wx.request would turn into the query.
    if (api === 'downloadFile') return inQuery(request, name, token)
    if (api === 'uploadFile')
      return spread(request, { formData: spread(request.formData ?? {}, { [name]: token }) })
    return spread(request, { data: withParameter(request.data, name, token) })
  }
}

function inQuery(request: WxTransfer, name: string, token: string): WxTransfer {
  return spread(request, { url: withQuery(request.url, name, token) })
}

type Header = Readonly<Record<string, string>>

/** Header names are the same in any case: an `authorization` of the caller's would travel beside ours. */
function withHeader(header: Header = {}, name: string, value: string): Record<string, string> {
  const result: Record<string, string> = {}
  for (const key of Object.keys(header)) {
    const given: string | undefined = header[key]
    if (given !== undefined && key.toLowerCase() !== name.toLowerCase()) result[key] = given
  }
  result[name] = value
  return result
}

// A mini program has no cookie jar: the header is all there is.
function withCookie(header: Header = {}, name: string, token: string): Record<string, string> {
  if (/[;,\s]/.test(token)) throw invalidOptions('request: this token cannot be a cookie')
  const key = Object.keys(header).find((candidate) => candidate.toLowerCase() === 'cookie')
  const others = (key === undefined ? '' : String(header[key]))
    .split(/; */)
    .filter((cookie) => cookie !== '' && !cookie.startsWith(`${name}=`))
  return withHeader(header, 'Cookie', [...others, `${name}=${token}`].join('; '))
}

function withParameter(data: unknown, name: string, token: string): object {
  if (data == null) return { [name]: token }
  if (isPlainObject(data)) return spread(data, { [name]: token })
  throw invalidOptions(
    `request: \`token: { data: '${name}' }\` is added to \`data\`, which must be a plain object or absent for that`,
  )
}
