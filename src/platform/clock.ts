/** The only door to time: everything else gets a clock, so that a test can hold it. */
export interface Clock {
  /** Epoch milliseconds by the device, which the user may set wrong or change. */
  now(): number
  /** Calls back after `ms`, and returns what undoes it. Timers freeze while the app is in the background. */
  after(ms: number, callback: () => void): () => void
}

/** Epoch milliseconds of an HTTP date; undefined if it is none. */
export function parseDate(text: string | undefined): number | undefined {
  const time = text === undefined ? NaN : Date.parse(text)
  return isNaN(time) ? undefined : time
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
