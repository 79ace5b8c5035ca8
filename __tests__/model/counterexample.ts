import fc from 'fast-check'

/** The first of so many random programs that breaks a promise, and the shortest like it; null if there is none. */
export async function counterexample<Program extends [unknown, ...unknown[]]>(
  property: fc.IAsyncPropertyWithHooks<Program>,
  runs: number,
  seed: number | undefined,
  shrink: boolean,
): Promise<string | null> {
  if (!(runs > 0) || (seed !== undefined && !Number.isInteger(seed)))
    throw new Error(`${runs} programs of seed ${seed}?`)
  const parameters = { numRuns: runs, endOnFailure: !shrink, ...(seed === undefined ? {} : { seed }) }
  // Errors by the thousand, whose stacks nobody reads.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const details = await fc.check(property, parameters)
  Error.stackTraceLimit = stackTraceLimit
  return details.failed ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details) ?? ''}` : null
}
