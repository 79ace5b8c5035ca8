import type { Clock } from '../../platform/clock'
import type { Life } from '../app/life'
import { badUse } from '../bad-use'
import type { History } from '../history'
import type { Timeline } from './timeline'

/** The time of one life of the app. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass, event by event, and the promises between them. Rejects with what a callback of the app throws. */
  advance(ms: number): Promise<void>
  /** Lets time pass until `promise` settles, and gives it back. Rejects when that takes more than `limit` ms (an hour). */
  until<T>(promise: Promise<T>, limit?: number): Promise<T>
  /** The device's clock jumps by `ms`, forwards or (negative) backwards; timers do not notice. */
  jump(ms: number): void
  /** How many timers of the app have not fired yet. */
  readonly pending: number
}

/** How far the device's clock is from the true time; it survives the app. */
export interface Watch {
  /** Epoch ms at the world's beginning. */
  start: number
  /** ms */
  offset: number
}

export function createVirtualClock(
  timeline: Timeline,
  watch: Watch,
  life: Life,
  history: History,
): VirtualClock {
  return {
    now: () => watch.start + watch.offset + timeline.elapsed,
    after: (ms, callback) => life.after(ms, callback),
    advance: (ms) => timeline.advance(ms),
    until: (promise, limit) => timeline.until(promise, limit),
    jump(ms) {
      if (!Number.isFinite(ms)) throw badUse(`jump: \`ms\` must be a number, not ${String(ms)}`)
      watch.offset += ms
      history.add({ type: 'device', event: 'jump', ms })
    },
    get pending() {
      return life.timers
    },
  }
}
