import { isPlainObject } from './plain-object'

/** What is wrong with a value, as the end of a sentence ("must be …"); undefined if nothing is. */
export type Check = (value: unknown) => string | undefined

export const text = must(
  'be a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
)
export const string = must('be a string', (value) => typeof value === 'string')
export const boolean = must('be true or false', (value) => typeof value === 'boolean')
export const callable = must('be a function', (value) => typeof value === 'function')
export const object = must('be an object', isPlainObject)
export const positive = must('be a number above 0', (value) => isNumber(value) && value > 0)
export const notNegative = must('be a number, 0 or above', (value) => isNumber(value) && value >= 0)

export function must(what: string, holds: (value: unknown) => boolean): Check {
  return (value) => (holds(value) ? undefined : `must ${what}`)
}

export function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value))
}

/** Passes what one of the checks passes. */
export function either(what: string, ...checks: Check[]): Check {
  return must(what, (value) => checks.some((check) => check(value) === undefined))
}

/** A plain object with these members and no others: a misspelt option must not be silently without effect. */
export function shape(members: Readonly<Record<string, Check>>): Check {
  return (value) => {
    if (!isPlainObject(value)) return 'must be an object'
    const unknown = Object.keys(value).find((name) => !Object.prototype.hasOwnProperty.call(members, name))
    if (unknown !== undefined)
      return `has an unknown member \`${unknown}\` (known: ${Object.keys(members).join(', ')})`
    for (const name of Object.keys(members)) {
      const problem = members[name]?.(value[name])
      if (problem !== undefined) return `: \`${name}\` ${problem}`
    }
    return undefined
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
