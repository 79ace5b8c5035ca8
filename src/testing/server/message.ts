import { withoutOrigin } from '../url'

/** A request as the server gets it. */
export interface ServerRequest {
  /** In capitals. */
  method: string
  /** As it was sent, without the fragment. */
  url: string
  /** After the base URL, without the query: '/orders'. */
  path: string
  /** Of the URL, decoded. */
  query: Record<string, string>
  /** Names in lower case. */
  header: Record<string, string>
  /** JSON is parsed; the fields of an upload. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a handler knows what its own client sends
  data: any
  /** The session's token, if the request has one; see `server.tokenOf`. */
  token: string | null
  /** Whose session that is; null without a valid token. */
  openid: string | null
  /** Of an upload. */
  filePath?: string
  /** Of an upload: the name of the file's field. */
  name?: string
}

/** What the server answers. */
export interface Reply {
  /** Default 200. */
  statusCode?: number
  /** An object is sent as JSON. Default null. */
  data?: unknown
  /** Of the answer. */
  header?: Record<string, string>
  /** As `Set-Cookie` has them. */
  cookies?: string[]
  /** With `enableChunked`: the pieces in which the body comes. */
  chunks?: string[]
}

/** Answers a request. */
export type Handler = (request: ServerRequest) => Reply

/** What goes over the network. */
export interface Wire {
  method: string
  url: string
  header: Record<string, string>
  data: unknown
  filePath?: string
  name?: string
}

export interface FullReply {
  statusCode: number
  data: unknown
  header: Record<string, string>
  cookies: string[]
  chunks: string[] | null
}

export function parseRequest({ method, url: sent, header, data, ...file }: Wire, baseURL: string) {
  const [url = ''] = sent.split('#')
  const [whole = '', search = ''] = url.split(/\?([^]*)/)
  const base = baseURL.replace(/\/+$/, '')
  const path = whole.startsWith(`${base}/`) ? whole.slice(base.length) : withoutOrigin(whole)
  const lowerCase: Record<string, string> = {}
  for (const [name, value] of Object.entries(header)) lowerCase[name.toLowerCase()] = value
  return {
    method,
    url,
    path: path || '/',
    query: parseQuery(search),
    header: lowerCase,
    data: parseJSON(data),
    ...file,
  }
}

function parseQuery(search: string): Record<string, string> {
  const query: Record<string, string> = {}
  for (const pair of search.split('&').filter(Boolean)) {
    const [name = '', value = ''] = pair.split(/=([^]*)/).map((part) => decode(part))
    query[name] = value
  }
  return query
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

export function parseJSON(data: unknown): unknown {
  if (typeof data !== 'string') return data
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}
