import type { ServerClock } from '../platform/server-clock'
import type { Surroundings } from '../platform/surroundings'
import { isCooling, type CooldownKeeper } from './cooldown'
import { sessionRejected } from './errors'
import type { EventChannels } from './events'
import type { Holder } from './holder'
import { isSame } from './session'
import type { Session } from './types'

export interface StrikesContext<User> extends Pick<Surroundings, 'clock'> {
  serverClock: ServerClock
  holder: Holder<User>
  events: EventChannels<User>
  /** ms */
  cooldown: number
}

/** What the server says of the sessions that it gives. */
export interface Strikes<User> {
  /** The server accepted a request that carried this session. */
  accepted: (session: Session<User>) => void
  /**
   * The server rejected a request that carried this session, again if it is a replay. Tells whether a session for a
   * replay may be obtained. If the server rejects what a login has just brought, another login would change
   * nothing: the session is kept, as other endpoints may take it, and for a cooldown no rejection leads to a login.
   */
  rejected: (session: Session<User>, isReplay: boolean) => boolean
  /** What was said of a former user's sessions means nothing for the next. */
  reset(): void
}

export function createStrikes<User>(
  { clock, serverClock, holder, events, cooldown }: StrikesContext<User>,
  cooling: CooldownKeeper,
): Strikes<User> {
  /** The last session that the server accepted. */
  let proven: Session<User> | null = null
  /** Sessions in a row that were rejected and had never been accepted. */
  let strikes = 0

  return {
    accepted(session) {
      if (proven === session) return
      proven = session
      strikes = 0
    },
    rejected(session, isReplay) {
      const present = holder.session
      if (!present || !isSame(present, session)) return true
      if (isCooling(cooling.current, clock.now())) return false
      // Long before its beginning it is not new either: the clock was set.
      const isNew = Math.abs(serverClock.now() - session.obtainedAt) < cooldown
      if (isReplay || (strikes > 0 && isNew)) {
        const error = sessionRejected()
        // After the cooldown the next rejection may lead to a login again.
        strikes = 0
        cooling.begin(error)
        events.warning.send([error])
        return false
      }
      strikes = isSame(proven, session) ? 0 : strikes + 1
      holder.drop(present)
      return true
    },
    reset() {
      strikes = 0
    },
  }
}
