import { invalidOptions } from './auth-error'
import { isPlainObject } from './plain-object'

/** A plain object's members, and what each must be. What is optional may also be undefined. */
export interface Table {
  readonly required?: Rules
  readonly optional?: Rules
  /**
   * Options of a function of wx: there may be others, and null is as good as absent, as HTTP clients hand it over. If not,
   * other members are mistakes: a misspelt option would silently have no effect.
   */
  readonly isOpen?: boolean
}

type Rules = Readonly<Record<string, Rule>>

/** What a value must be: of a kind by its name, one of some words, or of a kind that is used only once. */
export type Rule = keyof typeof KINDS | { readonly oneOf: readonly string[] } | Kind

/** The end of the sentence "`member` must …", when that holds, and what a plain object must have instead. */
export type Kind = readonly [must: string, holds: (value: unknown) => boolean, members?: Table]

/** The table of an interface: the compiler compares the names of the members, and which of them are required. */
export type TableOf<Options> = Pick<Table, 'isOpen'> &
  Part<'required', RequiredIn<Options>> &
  Part<'optional', Exclude<keyof Options, RequiredIn<Options>>>
type Part<Name extends string, Members> = [Members] extends [never]
  ? object
  : Readonly<Record<Name, Readonly<Record<Members & string, Rule>>>>
type RequiredIn<Options> = {
  [Name in keyof Options]-?: object extends Pick<Options, Name> ? never : Name
}[keyof Options]

/** ms; a longer timer fires at once: the platform keeps its delay in 32 bits. */
export const LONGEST_TIMER = 2 ** 31 - 1

const KINDS = {
  anything: ['be anything', () => true],
  string: ['be a string', (value) => typeof value === 'string'],
  number: ['be a number', (value) => typeof value === 'number'],
  boolean: ['be true or false', (value) => typeof value === 'boolean'],
  function: ['be a function', isFunction],
  object: ['be an object', isPlainObject],
  duration: [`be a number from 0 to ${LONGEST_TIMER}`, (value) => isFrom(0, value)],
  timeout: [`be a number from 1 to ${LONGEST_TIMER}`, (value) => isFrom(1, value)],
} satisfies Record<string, Kind>

export function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function isFrom(least: number, value: unknown): boolean {
  return typeof value === 'number' && value >= least && value <= LONGEST_TIMER
}

/** Throws INVALID_OPTIONS, in the name of the call, if what it is given does not fit the table. */
export function check(call: string, table: Table, value: unknown): void {
  const problem = problemOf(table, value)
  if (problem) throw invalidOptions(call + (problem.startsWith(':') ? '' : ': what it is given') + problem)
}

/** The first problem, as the end of a sentence (" must be …", or ": `member` must be …"); '' if there is none. */
export function problemOf({ required, optional, isOpen }: Table, value: unknown): string {
  if (!isPlainObject(value)) return ' must be an object'
  if (!isOpen) {
    const unknown = Object.keys(value).find((name) => !ruleFor(name, required) && !ruleFor(name, optional))
    if (unknown !== undefined) {
      const known = Object.keys(Object.assign({}, required, optional))
      return ` has an unknown member \`${unknown}\` (known: ${known.join(', ')})`
    }
  }
  for (const name in required) {
    const problem = problemOfMember(name, required[name], value[name])
    if (problem) return problem
  }
  // The object's members and not the table's, as it has few of those that it may have. Every request comes by here, and
  // `for in` makes no array.
  for (const name in value) {
    const given = value[name]
    if (given === undefined || (isOpen && given === null)) continue
    const problem = problemOfMember(name, ruleFor(name, optional), given)
    if (problem) return problem
  }
  return ''
}

/** Not what the table inherits: `toString` is no option. */
function ruleFor(name: string, rules: Rules | undefined): Rule | undefined {
  return rules && Object.prototype.hasOwnProperty.call(rules, name) ? rules[name] : undefined
}

function problemOfMember(name: string, rule: Rule | undefined, value: unknown): string {
  const problem = rule && problemOfValue(rule, value)
  return problem ? `: \`${name}\`${problem}` : ''
}

function problemOfValue(rule: Rule, value: unknown): string {
  if (typeof rule === 'string') return problemOfValue(KINDS[rule], value)
  if ('oneOf' in rule)
    return rule.oneOf.indexOf(value as string) < 0 ? ` must be one of '${rule.oneOf.join("', '")}'` : ''
  const [must, holds, members] = rule
  if (members && isPlainObject(value)) return problemOf(members, value)
  return holds(value) ? '' : ` must ${must}`
}
