import type { AuthError } from '../auth-error'
import type { ServerClock } from '../platform/server-clock'
import type { Surroundings } from '../platform/surroundings'
import type { Acquire, Carry } from './acquire'
import { createCooldown, isCooling } from './cooldown'
import { sessionRejected, unavailable, unbound } from './errors'
import type { EventChannels } from './events'
import { takeOff, type ConfirmLogin } from './flight'
import type { Holder } from './holder'
import { nextStep, whyDue, type Wish } from './next-step'
import { isSame, isUnbound } from './session'
import type { StateStore } from './state-store'
import { sessionOf } from './transition'
import type { LoginOutcome, LoginReason, Session } from './types'

export interface LoginsContext<User> extends Surroundings {
  serverClock: ServerClock
  store: StateStore<User>
  holder: Holder<User>
  events: EventChannels<User>
  acquire: Acquire<User>
  confirmLogin?: ConfirmLogin
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
  /** The session of who is logged in, also while it is being renewed; null where there is none that could be sent. */
  present(): Session<User> | null
  /** For a moment no session is renewed before its end: data is on its way that only the present key can read. */
  postpone(): void
  /** Is a login under way? */
  readonly isUnderWay: boolean
  /**
   * A session, by as little work as possible. `reason` is given by a request whose session was rejected, `carry`
   * by one that can bring the code of a login, should it come to that.
   */
  obtain(wish: Wish, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>>
  /** The server accepted a request that carried this session. */
  accepted(session: Session<User>): void
  /**
   * The server rejected a request that carried this session, again if it is a replay. Tells whether a session for a
   * replay may be obtained. If the server rejects what a login has just brought, another login would change
   * nothing: the session is kept, as other endpoints may take it, and for a cooldown no rejection leads to a login.
   */
  rejected(session: Session<User>, isReplay: boolean): boolean
  /** The app is in front again, or the network is back. */
  wake(): void
}

/** ms that an upload may take. */
const UPLOAD = 30_000

/** Decides when to log in, and does so at most once at a time. */
export function createLogins<User>(context: LoginsContext<User>): Logins<User> {
  const { clock, serverClock, store, holder, events, acquire, isUnavailable, loginTimeout, renewBefore } =
    context
  const cooling = createCooldown(context, context.cooldown)
  let flight: Promise<Session<User>> | null = null
  /** The last session that the server accepted. */
  let proven: Session<User> | null = null
  /** Sessions in a row that were rejected and had never been accepted. */
  let strikes = 0
  let postponedAt = -Infinity

  const isPostponed = () => Math.abs(clock.now() - postponedAt) < UPLOAD

  // What came of a former user's logins means nothing for the next.
  function follow() {
    holder.generation.onEnd(() => {
      cooling.end()
      flight = null
      strikes = 0
      follow()
    })
  }
  follow()

  function obtain(wish: Wish, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const { generation } = holder
    return holder.restored
      .then(() => {
        if (generation.ended) throw generation.ended
        if (flight) return flight
        const step = nextStep(store.state, wish, {
          now: clock.now(),
          serverNow: serverClock.now(),
          renewBefore,
          cooling: cooling.current,
          mayRenew: !isPostponed(),
        })
        if ('use' in step) return step.use
        if ('refuse' in step) throw step.refuse
        if (isUnavailable()) {
          const error = unavailable()
          store.dispatch({ type: 'unavailable', error })
          throw error
        }
        return fly(step.logIn === 'missing' && reason ? reason : step.logIn, carry)
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
    const { generation, session: former } = holder
    holder.expect()
    const landing = takeOff<User>({
      clock,
      timeout: loginTimeout,
      generation,
      confirm: () => context.confirmLogin && Promise.resolve(context.confirmLogin(reason)).then(Boolean),
      acquire: (scope) => acquire(reason, scope, carry),
      received: (outcome) => received(outcome, reason),
      failed: (error) => failed(error, reason),
    })
    flight = landing
    store.dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired') holder.announceExpiry(former, generation)
    return landing
  }

  function received(outcome: LoginOutcome<User>, reason: LoginReason): Session<User> {
    flight = null
    cooling.end()
    if (isUnbound(outcome)) {
      holder.unbound(outcome.unbound)
      throw unbound(outcome.unbound)
    }
    return holder.granted(outcome, reason)
  }

  function failed(error: AuthError, reason: LoginReason): AuthError {
    const { generation } = holder
    flight = null
    const { retryAt } = cooling.begin(error)
    store.dispatch({ type: 'loginFailed', error, retryAt })
    if (holder.session && reason !== 'user') events.warning.send([error], generation)
    return error
  }

  return {
    usable() {
      const { state } = store
      if (state.status !== 'authenticated') return null
      const due = whyDue(state.session, renewBefore, serverClock.now())
      return due && !(due === 'renewal' && isPostponed()) ? null : state.session
    },
    postpone() {
      postponedAt = clock.now()
    },
    present() {
      const session = sessionOf(store.state)
      return session && whyDue(session, renewBefore, serverClock.now()) !== 'expired' ? session : null
    },
    get isUnderWay() {
      return flight !== null
    },
    obtain,
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
      const isNew = Math.abs(serverClock.now() - session.obtainedAt) < context.cooldown
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
    wake: () => cooling.wake(),
  }
}
