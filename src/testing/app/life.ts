import type { Owner, Timeline } from '../time/timeline'

/** Where the app is: in front, behind, behind and frozen, or gone. */
export type LifeState = 'foreground' | 'background' | 'suspended' | 'dead'

/** From a launch of the app to its end: what belongs to it waits while it is suspended, and dies with it. */
export interface Life extends Owner {
  /** 1 for the first. */
  readonly number: number
  readonly state: LifeState
  /** Calls back after `ms`: a timer of the app. */
  after(ms: number, callback: () => void): () => void
  /** Calls back in a macrotask of its own, as soon as the app can run. */
  deliver(callback: () => void): void
  /** Timers that have not fired yet. */
  readonly timers: number
  enter(state: LifeState): void
}

/** Above this, setTimeout does not wait at all. */
const LONGEST = 2_147_483_647

export function createLife(timeline: Timeline, number: number): Life {
  const timers = new Set<object>()
  let state: LifeState = 'foreground'
  const life: Life = {
    number,
    get state() {
      return state
    },
    get frozen() {
      return state === 'suspended'
    },
    get timers() {
      return timers.size
    },
    after(ms, callback) {
      if (state === 'dead') return () => undefined
      const timer = {}
      timers.add(timer)
      const wait = ms > 0 && ms <= LONGEST ? ms : 0
      const cancel = timeline.schedule(wait, () => timers.delete(timer) && callback(), life)
      return () => {
        timers.delete(timer)
        cancel()
      }
    },
    deliver(callback) {
      if (state !== 'dead') timeline.schedule(0, callback, life)
    },
    enter(next) {
      state = next
      if (state !== 'dead') return
      timers.clear()
      timeline.drop(life)
    },
  }
  return life
}
