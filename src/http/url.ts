// Mini programs have no URL global. This decides who gets the token, so a URL that two parsers could read in two ways
// has no origin: userinfo, backslashes, white space and control characters, percent signs or foreign letters in the
// host (CVE-2025-27152 and its like).
const ABSOLUTE = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?=[/?#]|$)/i
const SCHEME = /^[a-z][a-z0-9+.-]*:/i
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** `https://host` or `https://host:port`, in lower case; null if the URL is not plainly an absolute http(s) one. */
export function originOf(url: string): string | null {
  const match = ABSOLUTE.exec(url)
  if (!match) return null
  const scheme = String(match[1]).toLowerCase()
  const port = match[3] === undefined || match[3] === DEFAULT_PORTS[scheme] ? '' : `:${match[3]}`
  return `${scheme}://${String(match[2]).toLowerCase()}${port}`
}

/**
 * The absolute URL for a request. A relative one is appended to `baseURL`, as in axios: behind a complete host, it
 * cannot name another.
 */
export function resolveURL(baseURL: string, url: string): string {
  if (url.startsWith('//')) return `${String(SCHEME.exec(baseURL)?.[0])}${url}`
  if (SCHEME.test(url)) return url
  if (url === '') return baseURL
  return `${baseURL.replace(/\/+$/, '')}${/^[/?#]/.test(url) ? '' : '/'}${url}`
}

/** Sets one parameter of a URL's query, in place of others of its name: servers differ in which of two they read. */
export function withQuery(url: string, name: string, value: string): string {
  const end = url.search(/#|$/)
  const address = url.slice(0, end)
  const start = address.search(/\?|$/)
  const query = address.slice(start + 1)
  const encoded = encodeURIComponent(name)
  const others = query.split('&').filter((pair) => pair !== '' && nameOf(pair) !== name)
  return `${address.slice(0, start)}?${[...others, `${encoded}=${encodeURIComponent(value)}`].join('&')}${url.slice(end)}`
}

/** As a server reads it. */
function nameOf(pair: string): string {
  const name = pair.replace(/=[^]*/, '').replace(/\+/g, ' ')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
