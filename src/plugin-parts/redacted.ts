/** Eleven digits and more, also URL-encoded, with the characters that people put between them; no slash. */
const PHONE = /(?:(?:%3)?\d(?:%(?!3\d)..|[^\w/:%]|_)*){11,}/g

/**
 * A URL for a log or a measurement: without password and query, without path parameters, where some servers have the
 * session (/orders;jsessionid=…), and without what could be a phone number.
 */
export function plainURL(url: string): string {
  return url
    .replace(/[/\\]{2}[^/\\?#]*@/, '//')
    .replace(/[?#;][^]*/, '')
    .replace(PHONE, '')
}

/** All that is told of an error, as a message may quote anything. What is thrown may be anything, too. */
export function codeOf(error: unknown): string {
  try {
    const { code } = error as { code: unknown }
    if (typeof code === 'string') return code
  } catch {
    // It has no code that can be read.
  }
  return 'UNKNOWN'
}
