// As in check.ts, but smaller: every plugin brings its own copy of what it uses.

/** An optional number, of ms mostly. */
export function number(value: unknown): string | false {
  const isGood = value === undefined || (typeof value === 'number' && value >= 0)
  return !isGood && 'must be a number from 0 up'
}
