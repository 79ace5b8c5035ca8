import type { Reading } from '../reading'

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
