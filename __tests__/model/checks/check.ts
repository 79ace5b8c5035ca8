import { isAuthError } from '../../../src/index'
import type { Reading } from '../reading'
import type { Asked } from '../trace'

/** One reading of a promise of RELIABILITY: what was broken, in words, or null. */
export type Check = [name: string, check: (reading: Reading) => string | null]

/** The first problem that is found, or null. */
export function first<T>(items: Iterable<T>, problemOf: (item: T) => string | null | false | undefined) {
  for (const item of items) {
    const problem = problemOf(item)
    if (typeof problem === 'string') return problem
  }
  return null
}

/** By the app itself. */
export function isAborted({ request, outcome }: Pick<Asked, 'request' | 'outcome'>): boolean {
  return Boolean(request?.aborted) && outcome?.ok === false && isAuthError(outcome.error, 'ABORTED')
}
