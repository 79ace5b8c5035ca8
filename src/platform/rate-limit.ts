import type { Clock } from './clock'
import type { Scope } from './scope'

/** Calls a second that WeChat allows a user for wx.login, wx.checkSession and their like. */
const CALLS = 4
/** ms */
const WINDOW = 1000

/**
 * Gives promises that resolve when the next call may be made: at most four in any second. It counts with timers
 * and not with the time of day, which may jump. None of them outlives the scope; who waits then waits for ever.
 */
export function createRateLimit(clock: Clock, scope?: Scope): () => Promise<void> {
  const waiting: Array<() => void> = []
  let free = CALLS

  function take(proceed: () => void) {
    const timer = {
      end: clock.after(WINDOW, () => {
        scope?.remove(timer)
        giveBack()
      }),
    }
    scope?.add(timer)
    proceed()
  }

  function giveBack() {
    const next = waiting.shift()
    if (next) take(next)
    else free++
  }

  return () =>
    new Promise((resolve) => {
      if (free === 0) {
        waiting.push(resolve)
        return
      }
      free--
      take(resolve)
    })
}
