import type { AuthError } from '../auth-error'
import type { ServerClock } from '../platform/server-clock'
import type { Surroundings } from '../platform/surroundings'
import type { Acquire, Carry } from './acquire'
import { createCooldown } from './cooldown'
import { unavailable, unbound } from './errors'
import type { EventChannels } from './events'
import { takeOff, type ConfirmLogin } from './flight'
import type { Holder } from './holder'
import { nextStep, whyDue, type Wish } from './next-step'
import { isUnbound } from './session'
import type { StateStore } from './state-store'
import { createStrikes, type Strikes } from './strikes'
import { sessionOf } from './session-of'
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

export interface Logins<User> extends Pick<Strikes<User>, 'accepted' | 'rejected'> {
  /** The session to send right now; null if somebody has to wait or to log in first. */
  usable(): Session<User> | null
  /** The session of who is logged in, also while it is being renewed; null where there is none that could be sent. */
  present(): Session<User> | null
  /** For a moment no session is renewed before its end: data is on its way that only the present key can read. */
  postpone(): void
  /** Is a login under way? */
  isUnderWay(): boolean
  /**
   * A session, by as little work as possible. `reason` is given by a request whose session was rejected, `carry`
   * by one that can bring the code of a login, should it come to that.
   */
  obtain(wish: Wish, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>>
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
  const strikes = createStrikes(context, cooling)
  let postponedAt = -Infinity

  const isPostponed = () => Math.abs(clock.now() - postponedAt) < UPLOAD

  // What came of a former user's logins means nothing for the next.
  function follow() {
    holder.generation.onEnd(() => {
      cooling.end()
      flight = null
      strikes.reset()
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
    isUnderWay: () => flight !== null,
    obtain,
    accepted: strikes.accepted,
    rejected: strikes.rejected,
    wake: () => cooling.wake(),
  }
}
