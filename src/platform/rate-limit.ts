import type { Clock } from './clock'

/** Calls a second that WeChat allows a user for wx.login, wx.checkSession and their like. */
const CALLS = 4
const WINDOW = 1000

/** A promise that resolves when the next call may be made: at most four in any second. */
export function createRateLimit(clock: Clock): () => Promise<void> {
  /** When the last calls were or will be made, oldest first; by a clock that may have jumped. */
  let times: number[] = []
  return () =>
    new Promise((resolve) => {
      const now = clock.now()
      times = times.filter((time) => Math.abs(now - time) < WINDOW * CALLS).slice(-CALLS)
      const oldest = times.length < CALLS ? undefined : times[0]
      const at = oldest === undefined ? now : Math.max(now, oldest + WINDOW)
      times.push(at)
      if (at === now) resolve()
      else clock.after(at - now, resolve)
    })
}
