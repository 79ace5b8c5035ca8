// Like check.ts, but smaller: plugins do not load the core.

/** An optional number, mostly of ms. */
export function number(value: unknown): string | false {
  const isGood = value === undefined || (typeof value === 'number' && value >= 0)
  return !isGood && 'must be a number from 0 up'
}
