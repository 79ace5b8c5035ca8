/** A mistake in a test, as opposed to what the platform does. */
export function badUse(problem: string): Error {
  return new Error(`miniprogram-auth/testing: ${problem}.`)
}

/** Milliseconds: a number from 0 up. */
export function checkDuration(name: string, value: unknown, { endless = false } = {}): void {
  if (typeof value !== 'number' || !(value >= 0) || (value === Infinity && !endless))
    throw badUse(`${name} must be a number of ms from 0 up, not ${String(value)}`)
}

/** An unknown name is a misspelt one, and would do nothing without a word. */
export function checkNames(where: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw badUse(`${where} has no \`${unknown}\`; it has ${known.join(', ')}`)
}
