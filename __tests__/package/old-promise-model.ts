// The model as old-promise.test.ts builds it: over the bundle, with the Promise of iOS 15 and older.
import fc from 'fast-check'
import { broken } from '../model/checks'
import { program } from '../model/commands'
import { play } from '../model/run'
import { setup } from '../model/setup'

/** Plays random programs; gives what the first that breaks a promise broke, or null. */
export async function findCounterexample(runs: number, seed?: number): Promise<string | null> {
  const property = fc.asyncProperty(setup, program, async (options, steps) => {
    const run = await play(options, steps)
    const { asked, boundaries } = run.trace
    // An outcome that was on its way is told by a timer, and not some microtasks later: that moment's counts as such.
    for (const { era, outcome } of asked) if (outcome && outcome.at === boundaries[era]?.at) outcome.ticks = 0
    const problems = broken(run)
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  const details = await fc.check(property, { numRuns: runs, endOnFailure: true, seed })
  return details.failed ? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details) ?? ''}` : null
}
