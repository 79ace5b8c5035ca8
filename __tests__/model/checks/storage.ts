import type { LogoutReason } from '../../../src/session/types'
import { isAuthError } from '../../../src/index'
import { tokenOf } from '../backend'
import { sessionOf, type Call, type Reading } from '../reading'
import type { Asked, Ending, Moment } from '../trace'
import { first, type Check } from './check'

export const storageChecks: Check[] = [
  [
    'P5, P6 the storage holds what the app holds, when nothing failed',
    (reading) =>
      reading.run.setup.storage === 'none'
        ? first(reading.calls, ({ name }) => /^(get|set|remove)Storage/.test(name) && name)
        : first(reading.endings, (ending) => endingProblem(reading, ending)),
  ],
  [
    'P5 when logout() resolves, the logout is stored',
    (reading) =>
      first(reading.asked, (one) => {
        if (one.what !== 'logout' || !one.outcome?.ok || reading.run.setup.storage === 'none') return null
        const isWarned = reading.told.some(
          ({ event, given, order, life }) =>
            event === 'warning' &&
            life === one.life &&
            order > one.order &&
            isAuthError(given, 'STORAGE_FAILED'),
        )
        const writes = writesOf(reading).filter(
          ({ position, life }) => life === one.life && position >= one.position,
        )
        const stored = writes.some(
          ({ options, end }) =>
            (options as { data?: { loggedOut?: LogoutReason } }).data?.loggedOut && end && isDone(end),
        )
        const isOver = reading.boundaries.some(({ era, life }) => era > one.era && life === one.life)
        const isReopened = reading.wishes.some(
          ({ era, order, life }) => era === one.era && life === one.life && order > one.order,
        )
        return !stored && !isWarned && !isOver && !isReopened
          ? 'nothing was written'
          : lateWrite(reading, one)
      }),
  ],
]

/** ms; a write is given up then, and may land later. */
const GIVEN_UP = 3000

/** What was written before this logout lands after it has resolved. */
function lateWrite({ run, calls }: Reading, { outcome, position, life }: Asked): string | null {
  if (!outcome) return null
  const { steps } = run.world.history
  for (let landed = outcome.position; landed < steps.length; landed++) {
    const step = steps[landed]
    const token = step?.type === 'storage' && step.action === 'set' ? tokenOf(step) : undefined
    if (!step || token === undefined) continue
    const written = calls.filter((one) => one.name === 'setStorage' && tokenOf(one.options) === token)
    const call = written.filter((one) => one.position < landed).at(-1)
    const isLate = call?.life === life && call.position < position && step.at - call.at < GIVEN_UP
    if (isLate) return `${token} is stored after that`
  }
  return null
}

const isDone = ({ how }: { how: string }) => how === 'success' || how === 'return'

/** ms */
const SLOWEST = 20_000

const isDoneBefore = ({ end }: Call, position: number) =>
  end !== null && end.position < position && isDone(end)

function writesOf({ calls }: Reading): Call[] {
  return calls.filter(({ name }) => /^(set|remove)Storage/.test(name))
}

function endingProblem(reading: Reading, ending: Ending): string | null {
  const { state, stored, position, at } = ending
  if (isSinglePage(reading, ending)) return null
  const writes = writesOf(reading).filter((call) => call.position < position)
  const last = writes.at(-1)
  if (last?.life !== ending.life || !isDoneBefore(last, position)) return null
  // A write that was given up, in the former life even, may have landed after the last.
  if (writes.some((write) => !isDoneBefore(write, position) && last.at - write.at <= SLOWEST)) return null
  if (reading.corrupted.some((one) => one.position > last.position && one.position <= position)) return null
  const { token, loggedOut } = (stored ?? {}) as { token?: string; loggedOut?: LogoutReason }
  const expected = sessionOf(state)?.token
  const isRight =
    token === expected && loggedOut === (state.status === 'loggedOut' ? state.reason : undefined)
  return isRight ? null : `${JSON.stringify(stored)} for ${state.status} ${expected} at ${at} ms`
}

/** There, nothing is stored, whatever a call says. */
function isSinglePage({ run }: Reading, { life }: Moment): boolean {
  return run.world.history.steps.some(
    (step) =>
      step.type === 'app' &&
      step.life === life &&
      step.event === 'launch' &&
      (step.options as { scene?: number }).scene === 1154,
  )
}
