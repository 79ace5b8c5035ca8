import { badUse, checkDuration } from '../bad-use'
import { macrotask } from './macrotask'

/** Whose callbacks wait while it is frozen. */
export interface Owner {
  readonly frozen: boolean
}

/** True time: the one order in which everything in a world happens. The device's clock may say otherwise. */
export interface Timeline {
  /** ms since the world began. */
  readonly elapsed: number
  /** What is due at the same time runs in the order in which it was scheduled. Returns what undoes it. */
  schedule(ms: number, callback: () => void, owner?: Owner): () => void
  /** Nothing that this owner scheduled will run. */
  drop(owner: Owner): void
  advance(ms: number): Promise<void>
  until<T>(promise: Promise<T>, limit?: number): Promise<T>
}

interface Entry {
  at: number
  callback: () => void
  owner?: Owner
}

const HOUR = 3_600_000
/** More than any test needs within one millisecond; a timer that rearms itself with 0 ms would hang the run. */
const TOO_MANY = 100_000

export function createTimeline(): Timeline {
  const entries = new Set<Entry>()
  let elapsed = 0
  let runsAtThisTime = 0

  function soonest(end: number): Entry | undefined {
    let first: Entry | undefined
    for (const entry of entries) {
      if (entry.at <= end && !entry.owner?.frozen && (!first || entry.at < first.at)) first = entry
    }
    return first
  }

  async function run(entry: Entry) {
    entries.delete(entry)
    runsAtThisTime = entry.at > elapsed ? 0 : runsAtThisTime + 1
    if (runsAtThisTime > TOO_MANY)
      throw badUse(`time stands still at ${elapsed} ms: a timer rearms itself with 0 ms`)
    // What was frozen runs late, and time never goes back.
    elapsed = Math.max(elapsed, entry.at)
    entry.callback()
    await macrotask()
  }

  return {
    get elapsed() {
      return elapsed
    },
    schedule(ms, callback, owner) {
      const entry = { at: elapsed + ms, callback, owner }
      entries.add(entry)
      return () => void entries.delete(entry)
    },
    drop(owner) {
      entries.forEach((entry) => {
        if (entry.owner === owner) entries.delete(entry)
      })
    },
    async advance(ms) {
      checkDuration('advance: `ms`', ms)
      const end = elapsed + ms
      await macrotask()
      for (let entry = soonest(end); entry; entry = soonest(end)) await run(entry)
      elapsed = Math.max(elapsed, end)
    },
    async until(promise, limit = HOUR) {
      checkDuration('until: `limit`', limit)
      const end = elapsed + limit
      const waited = { isOver: false }
      const done = () => {
        waited.isOver = true
      }
      promise.then(done, done)
      await macrotask()
      while (!waited.isOver) {
        const entry = soonest(end)
        if (!entry) throw badUse(`until: the promise did not settle, ${reason(limit)}`)
        await run(entry)
      }
      return promise
    },
  }

  function reason(limit: number): string {
    if (soonest(Infinity)) return `and ${limit} ms have passed`
    return entries.size > 0
      ? 'and what could settle it is frozen: the app is suspended until world.app.show()'
      : 'and nothing is left that could settle it: no timer, no call under way'
  }
}
