import { WxFailure } from './failure'

export interface RequestOptions {
  url: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  method?: string
  dataType?: string
  responseType?: string
  redirect?: string
}

export interface Head {
  statusCode: number
  header: Record<string, string>
  cookies: string[]
}

export interface Response extends Head {
  data: unknown
}

export interface OutgoingRequest {
  method: string
  /** Where the app wants it to go; `target` is where the hosts table sends it. */
  url: URL
  target: string
  header: Record<string, string>
  body: string | ArrayBuffer | undefined
}

/** Like a hosts file: from an origin in the app's code to the one that is listening. */
export type Hosts = Readonly<Record<string, string>>

export function outgoing(api: string, options: RequestOptions, hosts: Hosts): OutgoingRequest {
  const url = parseURL(api, options.url)
  const method = (options.method ?? 'GET').toUpperCase()
  const header = Object.fromEntries(
    Object.entries(options.header ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  let body: string | ArrayBuffer | undefined
  if (method === 'GET' || method === 'HEAD') addQuery(url, options.data)
  else if (options.data !== undefined) {
    header['content-type'] ??= 'application/json'
    body = encodeBody(options.data, header['content-type'])
  }
  const target = `${hosts[url.origin] ?? url.origin}${url.pathname}${url.search}`
  return { method, url, target, header, body }
}

export async function readBody(response: globalThis.Response, options: RequestOptions): Promise<unknown> {
  if (options.responseType === 'arraybuffer') return response.arrayBuffer()
  const text = await response.text()
  if ((options.dataType ?? 'json') !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Sends it, and gives what is known when the headers are there. */
export async function fetchTarget(
  { method, target, header, body }: OutgoingRequest,
  init: Pick<RequestInit, 'signal' | 'redirect'>,
) {
  // A mini program has no cookie jar.
  const response = await fetch(target, { method, headers: header, body, ...init, credentials: 'omit' })
  return { response, head: headOf(response) }
}

export function headOf(response: globalThis.Response): Head {
  return {
    // A browser hides the status of a redirect that it was told not to follow.
    statusCode: response.type === 'opaqueredirect' ? 302 : response.status,
    header: Object.fromEntries(response.headers.entries()),
    cookies: [],
  }
}

function parseURL(api: string, text: string) {
  try {
    return new URL(text)
  } catch {
    throw new WxFailure(`${api}:fail invalid url "${text}"`, 600009)
  }
}

function addQuery(url: URL, data: unknown) {
  if (typeof data !== 'object' || data === null) return
  for (const [name, value] of Object.entries(data)) url.searchParams.append(name, String(value))
}

function encodeBody(data: unknown, contentType: string) {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  if (!contentType.includes('urlencoded')) return JSON.stringify(data)
  const pairs = Object.entries(data as object).map(([name, value]) => [name, String(value)])
  return new URLSearchParams(Object.fromEntries(pairs) as Record<string, string>).toString()
}
