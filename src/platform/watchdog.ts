import type { Clock } from './clock'

/** ms; a timer that is this late was frozen, together with the app, in the background. */
const LATE = 1000
/** ms */
const GRACE = 1000

/** Bounds a wait for the platform. `giveUp` is told whether the app was frozen meanwhile. Returns what ends the watch. */
export function watch(clock: Clock, ms: number, giveUp: (wasFrozen: boolean) => void): () => void {
  const dueAt = clock.now() + ms
  let stopTimer = clock.after(ms, () => {
    stopTimer = withGrace(clock, dueAt, giveUp)
  })
  return () => stopTimer()
}

/**
 * For a timer that has fired, and was due at `dueAt`. When a frozen app is back, overdue timers come first, and behind them
 * what the platform has got in the meantime, an answer or onAppShow: they have a moment more.
 */
export function withGrace(clock: Clock, dueAt: number, giveUp: (wasFrozen: boolean) => void): () => void {
  const wasFrozen = clock.now() - dueAt > LATE
  if (wasFrozen) return clock.after(GRACE, () => giveUp(true))
  giveUp(false)
  return () => undefined
}
