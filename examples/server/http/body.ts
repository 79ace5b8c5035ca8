import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { checkInput } from './check-input'
import { ApiError } from './errors'

const MAX_BODY_BYTES = 64 * 1024

/** Put before every handler that reads a body. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new ApiError(413, 'BODY_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
  },
})

/** A line of text for people. Control characters and lone surrogates do not survive a round trip through SQL. */
export const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

/** The JSON body of a request, checked against `schema`; anything else is an ApiError with a 4xx status. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) {
    throw new ApiError(415, 'UNSUPPORTED_CONTENT_TYPE', 'Send the body as Content-Type: application/json.')
  }
  return checkInput(schema, parse(decode(await c.req.arrayBuffer())), 'body')
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ApiError(400, 'INVALID_UTF8', 'The body is not valid UTF-8.')
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('forbidden key')
      return value
    })
  } catch {
    // The parser's own message quotes the body, which may hold a code or a ticket.
    throw new ApiError(400, 'INVALID_JSON', 'The body is not valid JSON, or has a forbidden key.')
  }
}
