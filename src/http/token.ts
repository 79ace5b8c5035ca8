import { AuthError, causedBy, invalidOptions, isAuthError } from '../auth-error'
import { copyOf, isPlainObject, spread } from '../plain-object'
import type { NetworkName } from '../platform/transport'
import type { WxRequest, WxTransfer } from '../platform/wx-port'
import type { Session } from '../session/types'
import { originOf, withQuery } from './url'

/**
 * Where the token goes. `query` is unsafe, and so is `data` with a GET: they end up in the server's logs. A function
 * gets a copy of the request and returns the one to send.
 */
export type TokenPlacement =
  | { header: string; prefix?: string }
  | { query: string }
  | { data: string }
  | { cookie: string }
  | ((request: WxRequest, token: string) => WxRequest)

/** Attaches the session's token, to requests to trusted origins only. */
export interface TokenAttachment {
  /** May the token go to this absolute URL? ws: and wss: count as http: and https:. */
  isTrusted(url: string): boolean
  /** A copy of the request with the session's token. Throws UNTRUSTED_ORIGIN if that would go elsewhere. */
  attachToken(request: WxTransfer, session: Session, api?: NetworkName): WxTransfer
}

export function createTokenAttachment(
  token: TokenPlacement,
  baseURL: string,
  trustedOrigins: readonly string[],
): TokenAttachment {
  // The options have been checked: each has an origin.
  const origins = [baseURL, ...trustedOrigins].map((url) => String(originOf(url)))
  const addresses = origins.map((origin) => `${origin}/`)
  const placeToken = createPlaceToken(token)

  function isTrusted(url: string) {
    // The quick check: most URLs begin with an origin as it is written in the options.
    if (addresses.some((address) => url.startsWith(address))) return true
    const origin = originOf(url.replace(/^ws(?=s?:)/i, 'http'))
    return origin !== null && origins.indexOf(origin) >= 0
  }

  return {
    isTrusted,
    attachToken(request, session, api = 'request') {
      const carrying = placeToken(request, session.token, api)
      // The app's own `token` function may have changed the URL.
      if (!isTrusted(carrying.url)) throw untrustedOrigin('the request that `token` returned', carrying.url)
      // The platform would send our header to wherever a redirect points (CVE-2024-28849). Uploads and downloads have
      // no such option.
      if (api === 'request') carrying.redirect = 'manual'
      return carrying
    },
  }
}

export type PlaceToken = (request: WxTransfer, token: string, api?: NetworkName) => WxTransfer

/** Makes the function that adds a token to a copy of a request. */
export function createPlaceToken(placement: TokenPlacement): PlaceToken {
  if (typeof placement === 'function') return (request, token) => placedByApp(placement, request, token)
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
    // A download is a GET: the token goes into the query, where wx.request puts the `data` of a GET.
    if (api === 'downloadFile') return inQuery(request, name, token)
    if (api === 'uploadFile')
      return spread(request, { formData: spread(request.formData ?? {}, { [name]: token }) })
    return spread(request, { data: withParameter(request.data, name, token) })
  }
}

function placedByApp(
  place: Extract<TokenPlacement, (...args: never) => unknown>,
  request: WxTransfer,
  token: string,
): WxTransfer {
  let carrying: WxTransfer
  try {
    // A copy: the request may be sent again.
    carrying = place(copyOf(request), token)
  } catch (error) {
    throw isAuthError(error)
      ? error
      : causedBy(error, 'INVALID_OPTIONS', 'the function given as `token` failed')
  }
  if (!isPlainObject(carrying)) throw invalidOptions('the function given as `token` must return a request')
  return spread(carrying)
}

function inQuery(request: WxTransfer, name: string, token: string): WxTransfer {
  return spread(request, { url: withQuery(request.url, name, token) })
}

type Header = Readonly<Record<string, string>>

/** Header names ignore case: an `authorization` of the caller's would be sent beside ours. */
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

// The origin alone: the rest of the URL may hold a secret.
export function untrustedOrigin(what: string, url: string): AuthError {
  const origin = originOf(url) ?? 'a URL that is not plainly https://host/path'
  return new AuthError(
    'UNTRUSTED_ORIGIN',
    `${what}: ${origin} is neither the origin of \`baseURL\` nor one of \`trustedOrigins\`. The token was sent nowhere.`,
  )
}
