import { invalidOptions } from './auth-error'
import { isPlainObject } from './plain-object'

/** What is wrong with a value, as the end of a sentence ("must be …"); '' if nothing is. */
export type Check = (value: unknown) => string

export const string = must('be a string', (value) => typeof value === 'string')
export const boolean = must('be true or false', (value) => typeof value === 'boolean')
export const callable = must('be a function', (value) => typeof value === 'function')
export const object = must('be an object', isPlainObject)

/** A longer timer would fire at once: the platform keeps its delay in 32 bits. */
const LONGEST = 2 ** 31 - 1

export function duration(least: number): Check {
  return must(
    `be a number from ${least} to ${LONGEST}`,
    (value) => typeof value === 'number' && value >= least && value <= LONGEST,
  )
}

export function must(what: string, holds: (value: unknown) => boolean): Check {
  return (value) => (holds(value) ? '' : `must ${what}`)
}

export function optional(check: Check): Check {
  return (value) => (value === undefined ? '' : check(value))
}

/** Passes what one of the checks passes. */
export function either(what: string, ...checks: Check[]): Check {
  return must(what, (value) => checks.some((check) => !check(value)))
}

type Members = Readonly<Record<string, Check>>

/** A plain object with these members and no others: a misspelt option must not be silently without effect. */
export function shape(members: Members): Check {
  const names = Object.keys(members)
  return (value) => {
    const unknown = isPlainObject(value) && Object.keys(value).find((name) => names.indexOf(name) < 0)
    if (unknown) return `has an unknown member \`${unknown}\` (known: ${names.join(', ')})`
    return openShape(members)(value)
  }
}

/** A plain object with these members, and others that are not ours to know. */
export function openShape(members: Members): Check {
  const names = Object.keys(members)
  const checks = new Map(names.map((name): [string, Check | undefined] => [name, members[name]]))
  const required = names.filter((name) => members[name]?.(undefined))
  return (value) => {
    if (!isPlainObject(value)) return 'must be an object'
    // What is required, and what is given: an object has few of the members that it may have.
    for (const present of [required, Object.keys(value)]) {
      for (const name of present) {
        const problem = checks.get(name)?.(value[name])
        if (problem) return `: \`${name}\`${problem.startsWith(':') ? '' : ' '}${problem}`
      }
    }
    return ''
  }
}

/** Throws INVALID_OPTIONS for what a call was given, if there is a problem. */
export function refuse(call: string, problem: string): void {
  if (problem)
    throw invalidOptions(call + (problem.startsWith(':') ? problem : `: what it is given ${problem}`))
}
