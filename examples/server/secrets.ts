import { createHash, randomBytes } from 'node:crypto'

/** What a session token and a ticket look like: 256 random bits in base64url. */
export const SECRET_PATTERN = /^[\w-]{43}$/

export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored in a secret's place. The secret is random, so an unsalted hash cannot be guessed back. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The form in which an identifier or a secret may appear in a log. */
export function shorten(value: string): string {
  return `${value.slice(0, 4)}…`
}
