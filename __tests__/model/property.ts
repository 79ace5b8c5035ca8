import fc from 'fast-check'
import { broken } from './checks'
import { program } from './commands'
import { counterexample } from './counterexample'
import { play } from './run'
import { setup } from './setup'

/** Plays random programs; gives the first that breaks a promise, made as short as can be if so wished, or null. */
export async function findCounterexample(
  runs: number,
  seed?: number,
  { shrink = true } = {},
): Promise<string | null> {
  const property = fc.asyncProperty(setup, program, async (options, steps) => {
    const problems = broken(await play(options, steps))
    if (problems.length > 0) throw new Error(problems.join('\n'))
  })
  return counterexample(property, runs, seed, shrink)
}
