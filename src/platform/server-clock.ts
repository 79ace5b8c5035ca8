import { parseDate, type Clock } from './clock'
import { headerOf } from './header'
import type { WxResponse } from './wx-port'

/** The time as the server has it: a session ends by the server's clock, and the device's may be wrong. */
export interface ServerClock {
  /** Epoch milliseconds; the device's until a server has told its own. */
  now(): number
  /** What the server's clock is ahead of the device's, in ms. */
  skew: number
  /** Takes the server's time from the `Date` of an answer, if it has one. */
  learn(response: WxResponse): void
}

export function createServerClock(clock: Clock): ServerClock {
  const serverClock: ServerClock = {
    skew: 0,
    now: () => clock.now() + serverClock.skew,
    learn({ header }) {
      const date = parseDate(headerOf(header, 'date'))
      if (date !== undefined) serverClock.skew = date - clock.now()
    },
  }
  return serverClock
}
