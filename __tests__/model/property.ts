import fc from 'fast-check'
import { broken } from './checks'
import { program } from './commands'
import { play } from './run'
import { setup } from './setup'

/** Plays random programs; gives the first that breaks a promise, made as short as can be if so wished, or null. */
export async function findCounterexample(
  runs: number,
  seed?: number,
  { shrink = true } = {},
): Promise<string | null> {
  if (!(runs > 0) || (seed !== undefined && !Number.isInteger(seed)))
    throw new Error(`${runs} programs of seed ${seed}?`)
  const property = fc.asyncProperty(setup, program, async (options, steps) => {
    const problems = broken(await play(options, steps))
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  const parameters = { numRuns: runs, endOnFailure: !shrink, ...(seed === undefined ? {} : { seed }) }
  // Errors by the thousand, whose stacks nobody reads.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const details = await fc.check(property, parameters)
  Error.stackTraceLimit = stackTraceLimit
  return details.failed ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details) ?? ''}` : null
}
