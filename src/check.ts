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

/** A plain object with these members and no others: a misspelt option must not be silently without effect. */
export function shape(members: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(members)
  return (value) => {
    if (!isPlainObject(value)) return 'must be an object'
    const unknown = Object.keys(value).find((name) => !names.includes(name))
    if (unknown !== undefined) return `has an unknown member \`${unknown}\` (known: ${names.join(', ')})`
    const wrong = names.find((name) => members[name]?.(value[name]))
    return wrong === undefined ? '' : `: \`${wrong}\` ${members[wrong]?.(value[wrong]) ?? ''}`
  }
}
