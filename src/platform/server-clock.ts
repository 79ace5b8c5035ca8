import { parseDate, type Clock } from './clock'
import { headerOf } from './header'
import type { WxResponse } from './wx-port'

/** The time as the server has it: a session ends by the server's clock, and the device's may be wrong. */
export interface ServerClock {
  /** Epoch milliseconds, by the same clock as the times of the present session, whatever was learnt since. */
  now(): number
  /** What that clock is ahead of the device's, in ms. */
  skew: number
  /** What the server's clock is ahead of the device's, in ms, by all that is known. */
  learned: number
  /**
   * Takes the server's time from the `Date` of an answer, if it has one. `sentAt` is when it was asked for, by the
   * device's clock: the server wrote its date some time between then and now, which may be an hour where the app was
   * frozen, and what is known already is kept as far as it agrees.
   */
  learn(response: WxResponse, sentAt: number): void
  /** The time at which a session begins, by all that is known. */
  begin(): number
}

/** ms; a date leaves out what is less than a second. */
const GRAIN = 999

export function createServerClock(clock: Clock): ServerClock {
  const serverClock: ServerClock = {
    skew: 0,
    learned: 0,
    now: () => clock.now() + serverClock.skew,
    begin() {
      serverClock.skew = serverClock.learned
      return serverClock.now()
    },
    learn({ header }, sentAt) {
      const date = parseDate(headerOf(header, 'date'))
      if (date === undefined) return
      const least = date - clock.now()
      const most = date + GRAIN - sentAt
      serverClock.learned = Math.min(Math.max(serverClock.learned, least), most)
    },
  }
  return serverClock
}
