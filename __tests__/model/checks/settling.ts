import type { Check } from './check'
import { first } from './check'
import type { Reading } from '../reading'

/** ms: storage, session_key, login, send, login, replay, each with its watchdog. */
export const LONGEST = 200_000

export const settlingChecks: Check[] = [
  [
    'P4 every promise settles, in bounded time',
    (reading) => {
      const { asked, run } = reading
      return first(asked, ({ what, life, at, outcome }) => {
        if (!outcome) return life === run.life && `${what} hangs`
        const took = outcome.at - at - suspended(reading, at, outcome.at)
        return took > LONGEST && `${what} takes ${took} ms`
      })
    },
  ],
  ['P4 errors are AuthErrors, and the app is usable at the end', ({ strange }) => strange[0] ?? null],
]

/** ms of this time in which the app did not run. */
export function suspended({ run }: Reading, from: number, to: number): number {
  let since: number | null = null
  let sum = 0
  for (const step of run.world.history.steps) {
    if (step.type !== 'app') continue
    if (step.event === 'suspend') since = step.at
    else if (since !== null && (step.event === 'show' || step.event === 'kill')) {
      sum += Math.max(0, Math.min(to, step.at) - Math.max(from, since))
      since = null
    }
  }
  return sum
}
