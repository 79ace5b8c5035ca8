// As in check.ts, but smaller: plugins do not require the library, and bring their own.

/** An optional number, of ms mostly. */
export function number(value: unknown): string | false {
  const isGood = value === undefined || (typeof value === 'number' && value >= 0)
  return !isGood && 'must be a number from 0 up'
}
