import type { AuthError } from './auth-error'

/**
 * A URL as it may be told in a log or a measurement: without its query, without what could be a phone number, and
 * without path parameters, where some servers take the session (/orders;jsessionid=…).
 */
export function plainURL(url: string): string {
  return url.replace(/[?#;][^]*|\d{11,}/g, '')
}

/** All that is told of an error: a message may quote anything. */
export function codeOf(error: unknown): string {
  return (error as AuthError).code
}
