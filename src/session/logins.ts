import type { AuthError } from '../auth-error'
import type { ServerClock } from '../platform/server-clock'
import type { Surroundings } from '../platform/surroundings'
import type { Acquire, Carry } from './acquire'
import { createCooldown } from './cooldown'
import { sessionRejected, unavailable, unbound } from './errors'
import type { EventChannels } from './events'
import { takeOff } from './flight'
import type { Holder } from './holder'
import { nextStep, whyDue, type Wish } from './next-step'
import { isUnbound } from './session'
import type { StateStore } from './state-store'
import type { LoginOutcome, LoginReason, Session } from './types'

export interface LoginsContext<User> extends Surroundings {
  serverClock: ServerClock
  store: StateStore<User>
  holder: Holder<User>
  events: EventChannels<User>
  acquire: Acquire<User>
  /** Is this a place without logins? */
  isUnavailable: () => boolean
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
  /** s */
  renewBefore: number
}

export interface Logins<User> {
  /** The session to send right now; null if somebody has to wait or to log in first. */
  usable(): Session<User> | null
  /**
   * A session, by as little work as possible. `reason` is given by a request whose session was rejected, `carry`
   * by one that can bring the code of a login, should it come to that.
   */
  obtain(wish: Wish, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>>
  /** The server accepted, or rejected, a request that carried this session. Only the present one counts. */
  accepted(session: Session<User>): void
  rejected(session: Session<User>): void
}

/** Decides when to log in, and does so at most once at a time. */
export function createLogins<User>(context: LoginsContext<User>): Logins<User> {
  const { clock, serverClock, store, holder, events, acquire, isUnavailable, loginTimeout, renewBefore } =
    context
  const cooling = createCooldown(context, context.cooldown)
  let flight: Promise<Session<User>> | null = null
  /** A session that replaced a rejected one and has not been accepted yet. */
  let onTrial: { session: Session<User>; since: number } | null = null

  // What came of a former user's logins means nothing for the next.
  function follow() {
    holder.generation.onEnd(() => {
      cooling.end(true)
      flight = null
      onTrial = null
      follow()
    })
  }
  follow()

  function obtain(wish: Wish, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const { generation } = holder
    return holder.restored
      .then(() => {
        if (generation.ended) throw generation.ended
        const step = nextStep(store.state, wish, {
          now: clock.now(),
          serverNow: serverClock.now(),
          renewBefore,
          cooling: cooling.current,
        })
        if (step.do === 'use') return step.session
        if (step.do === 'refuse') throw step.error
        if (flight) return flight
        if (isUnavailable()) {
          const error = unavailable()
          store.dispatch({ type: 'unavailable', error })
          throw error
        }
        return fly(step.do === 'logIn' ? (reason ?? step.reason) : 'missing', carry)
      })
      .catch((error: unknown) => {
        // A renewal that failed costs nobody the session he has; who asked for a new one is told.
        const session = generation.ended || wish !== 'auto' ? null : holder.session
        if (session) return session
        throw error
      })
      .then((session) => {
        // A logout may have come between the answer and this line.
        if (generation.ended) throw generation.ended
        return session
      })
  }

  function fly(reason: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const former = holder.session
    const landing = takeOff<User>({
      clock,
      timeout: loginTimeout,
      generation: holder.generation,
      acquire: (scope) => acquire(reason, scope, carry),
      received: (outcome) => received(outcome, reason),
      failed: (error) => failed(error, reason),
    })
    flight = landing
    store.dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired') holder.announceExpiry(former)
    return landing
  }

  function received(outcome: LoginOutcome<User>, reason: LoginReason): Session<User> {
    flight = null
    // A session in place of a rejected one has yet to show that the server takes it.
    cooling.end(reason !== 'expired')
    if (isUnbound(outcome)) {
      holder.unbound(outcome.unbound)
      throw unbound(outcome.unbound)
    }
    const session = holder.granted(outcome, reason)
    onTrial = reason === 'expired' ? { session, since: clock.now() } : null
    return session
  }

  function failed(error: AuthError, reason: LoginReason): AuthError {
    flight = null
    const { retryAt } = cooling.begin(error)
    store.dispatch({ type: 'loginFailed', error, retryAt })
    if (holder.session && reason !== 'user') events.warning.send([error])
    return error
  }

  return {
    usable() {
      const { state } = store
      if (state.status !== 'authenticated') return null
      return whyDue(state.session, renewBefore, serverClock.now()) ? null : state.session
    },
    obtain,
    accepted(session) {
      if (onTrial?.session !== session) return
      onTrial = null
      cooling.end(true)
    },
    rejected(session) {
      if (holder.session !== session) return
      // Another login at once would bring another session that the server rejects.
      const fault = onTrial?.session === session ? cooling.begin(sessionRejected(), onTrial.since) : null
      onTrial = null
      holder.drop(fault && fault.retryAt > clock.now() ? fault : undefined)
    },
  }
}
