import { parseDate, type Clock } from './clock'
import { headerOf } from './header'
import type { WxResponse } from './wx-port'

/** The server's time: sessions end by it, and the device's clock may be wrong. */
export interface ServerClock {
  /** Epoch milliseconds with `skew`, like the present session's times, even if more is known by now. */
  now(): number
  /** ms ahead of the device's clock, as known when the present session began. */
  skew: number
  /** ms ahead of the device's clock, as known now. */
  learned: number
  /**
   * Learns from the `Date` of an answer, if it has one. The server wrote it between `sentAt`, by the device's clock,
   * and now. That may be an hour if the app was frozen, so what is known changes only as far as it must.
   */
  learn(response: WxResponse, sentAt: number): void
  /** The time at which a session begins: sets `skew` to what is known now. */
  begin(): number
}

/** ms; a `Date` is cut to whole seconds. */
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
