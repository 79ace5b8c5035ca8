import type { z } from 'zod'
import { ApiError } from './errors'

/** `value` as `schema` says it must be; else an ApiError that names the fields that are wrong, never their values. */
export function checkInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  part: 'body' | 'query',
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = describe(result.error.issues)
  throw new ApiError(400, `INVALID_${part.toUpperCase()}`, `The ${part} does not fit: ${fields}.`)
}

function describe(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .flatMap((issue) => (issue.code === 'invalid_union' ? closestBranch(issue.errors) : [issue]))
    .map((issue) => `${issue.path.length > 0 ? `\`${issue.path.join('.')}\`: ` : ''}${issue.message}`)
    .join('; ')
    .slice(0, 300)
}

/** Of the forms an input may have, the one that the client most likely meant. */
function closestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  return branches.reduce<z.core.$ZodIssue[]>(
    (best, branch) => (best.length === 0 || branch.length < best.length ? branch : best),
    [],
  )
}
