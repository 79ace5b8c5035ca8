const ORIGIN = /^https?:\/\/[^/?#]+/i

export function isAbsoluteURL(url: unknown): boolean {
  return typeof url === 'string' && ORIGIN.test(url)
}

/** Path, query and fragment. */
export function withoutOrigin(url: string): string {
  return url.replace(ORIGIN, '')
}

/** Does the URL contain this text? One that begins with / is looked for behind the origin: '/a' is not in '//api'. */
export function urlContains(url: string, part: string): boolean {
  return (part.startsWith('/') ? withoutOrigin(url) : url).includes(part)
}
