import { parseDate, type Clock } from './clock'
import { headerOf } from './header'
import type { WxResponse } from './wx-port'

/** The time as the server has it: a session ends by the server's clock, and the device's may be wrong. */
export interface ServerClock {
  /** Epoch milliseconds; the device's until a server has told its own. */
  now(): number
  /** What the server's clock is ahead of the device's, in ms. */
  skew: number
  /**
   * Takes the server's time from the `Date` of an answer, if it has one. `sentAt` is when it was asked for, by the
   * device's clock: the server wrote its date some time between then and now, which may be an hour where the app was
   * frozen, and what is known already is kept as far as it agrees.
   */
  learn(response: WxResponse, sentAt?: number): void
}

/** ms; a date leaves out what is less than a second. */
const GRAIN = 999

export function createServerClock(clock: Clock): ServerClock {
  const serverClock: ServerClock = {
    skew: 0,
    now: () => clock.now() + serverClock.skew,
    learn({ header }, sentAt = clock.now()) {
      const date = parseDate(headerOf(header, 'date'))
      if (date === undefined) return
      const least = date - clock.now()
      const most = date + GRAIN - sentAt
      serverClock.skew = Math.min(Math.max(serverClock.skew, least), most)
    },
  }
  return serverClock
}
