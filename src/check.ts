import { invalidOptions } from './auth-error'
import { isPlainObject } from './plain-object'

/** What a value must be: of a kind, one of some words, an object of a shape, or what a function has no objection to. */
export type Rule = keyof typeof KINDS | readonly string[] | Shape | ((value: unknown) => string)

/** A plain object. What is absent or undefined is never wrong, unless it is required. */
export interface Shape {
  readonly required?: readonly string[]
  readonly members: Readonly<Record<string, Rule>>
  /** May it have other members, too? Else they are mistakes: a misspelt option would silently have no effect. */
  readonly isOpen?: boolean
}

/** ms; a longer timer fires at once: the platform keeps its delay in 32 bits. */
export const LONGEST_TIMER = 2 ** 31 - 1

const KINDS = {
  string: { be: 'a string', holds: (value: unknown) => typeof value === 'string' },
  boolean: { be: 'true or false', holds: (value: unknown) => typeof value === 'boolean' },
  function: { be: 'a function', holds: (value: unknown) => typeof value === 'function' },
  object: { be: 'an object', holds: isPlainObject },
  duration: {
    be: `a number from 0 to ${LONGEST_TIMER}`,
    holds: (value: unknown) => typeof value === 'number' && value >= 0 && value <= LONGEST_TIMER,
  },
  timeout: {
    be: `a number from 1 to ${LONGEST_TIMER}`,
    holds: (value: unknown) => typeof value === 'number' && value >= 1 && value <= LONGEST_TIMER,
  },
}

/** Throws INVALID_OPTIONS, in the name of the call, for what it was given, if there is something wrong with it. */
export function check(call: string, rule: Rule, value: unknown): void {
  const problem = problemOf(rule, value)
  if (problem)
    throw invalidOptions(call + (problem.startsWith(':') ? problem : `: what it is given ${problem}`))
}

/** What is wrong with a value, as the end of a sentence ("must be …", or ": `member` must be …"); '' if nothing is. */
export function problemOf(rule: Rule, value: unknown): string {
  if (typeof rule === 'function') return rule(value)
  if (typeof rule === 'string') {
    const { be, holds } = KINDS[rule]
    return holds(value) ? '' : `must be ${be}`
  }
  if ('members' in rule) return problemOfMembers(rule, value)
  return rule.indexOf(value as string) < 0 ? `must be one of '${rule.join("', '")}'` : ''
}

function problemOfMembers({ members, required = [], isOpen }: Shape, value: unknown): string {
  if (!isPlainObject(value)) return 'must be an object'
  const given = Object.keys(value)
  const isKnown = (name: string) => Object.prototype.hasOwnProperty.call(members, name)
  const unknown = isOpen ? undefined : given.find((name) => !isKnown(name))
  if (unknown !== undefined)
    return `has an unknown member \`${unknown}\` (known: ${Object.keys(members).join(', ')})`
  const missing = required.find((name) => value[name] === undefined)
  // An object has few of the members that it may have.
  for (const name of missing === undefined ? given : [missing]) {
    if (!isKnown(name) || (value[name] === undefined && name !== missing)) continue
    const problem = problemOf(members[name] as Rule, value[name])
    if (problem) return `: \`${name}\`${problem.startsWith(':') ? '' : ' '}${problem}`
  }
  return ''
}
