import type { Clock } from '../../src/platform/clock'

export interface VirtualClock extends Clock {
  /** Lets `ms` pass, timer by timer, and the promises between them. */
  advance(ms: number): Promise<void>
  /** Lets time pass until `promise` settles (an hour at most), and gives it back. */
  until<T>(promise: Promise<T>): Promise<T>
  /** The device's clock jumps; timers do not notice. */
  jump(ms: number): void
  readonly pending: number
  /** ms that passed, whatever the clock shows. */
  readonly elapsed: number
}

export const START = 1_700_000_000_000

export function createVirtualClock(): VirtualClock {
  const timers = new Map<number, { at: number; callback: () => void }>()
  let elapsed = 0
  let offset = START
  let lastId = 0

  function next(until: number) {
    const due = [...timers].filter(([, { at }]) => at <= until)
    return due.sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]
  }

  const clock: VirtualClock = {
    now: () => offset + elapsed,
    after(ms, callback) {
      const id = ++lastId
      timers.set(id, { at: elapsed + ms, callback })
      return () => void timers.delete(id)
    },
    async advance(ms) {
      const end = elapsed + ms
      await settleMicrotasks()
      for (let timer = next(end); timer; timer = next(end)) {
        const [id, { at, callback }] = timer
        timers.delete(id)
        elapsed = at
        callback()
        await settleMicrotasks()
      }
      elapsed = end
    },
    async until(promise) {
      let settled = false
      const done = () => (settled = true)
      promise.then(done, done)
      for (let waited = 0; !settled && waited < 3_600_000; waited += 10) await clock.advance(10)
      if (!settled) throw new Error('it did not settle within an hour of virtual time')
      return promise
    },
    jump(ms) {
      offset += ms
    },
    get elapsed() {
      return elapsed
    },
    get pending() {
      return timers.size
    },
  }
  return clock
}

/** A macrotask runs when all microtasks have. */
function settleMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
