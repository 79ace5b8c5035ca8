import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
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
  const result = schema.safeParse(parse(decode(await c.req.arrayBuffer())))
  if (!result.success) {
    throw new ApiError(400, 'INVALID_BODY', `The body does not fit: ${describe(result.error.issues)}.`)
  }
  return result.data
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

/** Names the fields that are wrong, never their values. */
function describe(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .flatMap((issue) => (issue.code === 'invalid_union' ? closestBranch(issue.errors) : [issue]))
    .map((issue) => `${issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : ''}${issue.message}`)
    .join('; ')
    .slice(0, 300)
}

/** Of the forms a body may have, the one that the client most likely meant. */
function closestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  return branches.reduce<z.core.$ZodIssue[]>(
    (best, branch) => (best.length === 0 || branch.length < best.length ? branch : best),
    [],
  )
}
