/** The only door to time: everything else gets a clock, so that a test can hold it. */
export interface Clock {
  /** Epoch milliseconds by the device, which the user may set wrong or change. */
  now(): number
  /** Calls back after `ms`, and returns what undoes it. Timers freeze while the app is in the background. */
  after(ms: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
