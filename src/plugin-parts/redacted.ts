/** Eleven digits and more, also those of an encoded text, with what people put between them; no slash. */
const PHONE = /(?:(?:%3)?\d(?:%(?!3\d)..|[^\w/:%]|_)*){11,}/g

/**
 * A URL as it may be told in a log or a measurement: without a password, without its query, without path parameters,
 * where some servers take the session (/orders;jsessionid=…), and without what could be a phone number.
 */
export function plainURL(url: string): string {
  return url
    .replace(/[/\\]{2}[^/\\?#]*@/, '//')
    .replace(/[?#;][^]*/, '')
    .replace(PHONE, '')
}

/** All that is told of an error: a message may quote anything. What is thrown may be anything, too. */
export function codeOf(error: unknown): string {
  try {
    const { code } = error as { code: unknown }
    if (typeof code === 'string') return code
  } catch {
    // It has none that can be read.
  }
  return 'UNKNOWN'
}
