import type { AuthError } from '../auth-error'
import type { Clock } from '../platform/clock'
import { createScope, type Scope } from '../platform/scope'
import type { EventChannels } from './events'
import { takeOff } from './flight'
import { sessionRejected, loggedOut, sessionChanged, unbound } from './errors'
import { nextStep, whyDue, type Wish } from './next-step'
import { createSession, isUnbound } from './session'
import type { StateStore } from './state-store'
import type { SessionStorage } from './storage'
import { sessionOf } from './transition'
import type { Grant, LoginOutcome, LoginReason, Session } from './types'

export interface KeeperContext<User> {
  clock: Clock
  store: StateStore<User>
  storage: SessionStorage<User>
  events: EventChannels<User>
  logIn: (reason: LoginReason, scope: Scope) => Promise<LoginOutcome<User>>
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
  /** s */
  renewBefore: number
}

export interface Keeper<User> {
  /** Ends at a logout and at a setSession(): with it all that is under way for the former user. */
  readonly generation: Scope
  /** Settles when storage has been read, and never rejects. */
  readonly restored: Promise<void>
  readonly session: Session<User> | null
  /** The session to send right now; null if somebody has to wait or to log in first. */
  usable(): Session<User> | null
  /** A session, by as little work as possible. `reason` is given by a request whose session was rejected. */
  obtain(wish: Wish, reason?: LoginReason): Promise<Session<User>>
  /** The server accepted, or rejected, a request that carried this session. Only the present one counts. */
  accepted(session: Session<User>): void
  rejected(session: Session<User>): void
  logout(): Promise<void>
  setSession(grant: Grant<User>): Promise<Session<User>>
}

/** Keeps the one session: at most one login at a time, and nothing of a former user after a logout. */
export function createKeeper<User>(context: KeeperContext<User>): Keeper<User> {
  const { clock, store, storage, events, logIn, loginTimeout, cooldown, renewBefore } = context
  let generation = createScope()
  let flight: Promise<Session<User>> | null = null
  let cooling: { error: AuthError; retryAt: number } | null = null
  /** The newest session of this generation: what a grant leaves out is taken from it. */
  let known: Session<User> | null = null
  /** A session that replaced a rejected one and has not been accepted yet. */
  let onTrial: Session<User> | null = null
  let announced: Session<User> | null = null

  store.dispatch({ type: 'restore' })
  const restored = storage.read().then((remembered) => {
    store.dispatch({ type: 'restored', remembered })
    known = known ?? sessionOf(store.state)
  })

  function obtain(wish: Wish, reason?: LoginReason): Promise<Session<User>> {
    const mine = generation
    return restored
      .then(() => {
        if (mine.ended) throw mine.ended
        const step = nextStep(store.state, wish, { now: clock.now(), renewBefore, cooling })
        if (step.do === 'use') return step.session
        if (step.do === 'refuse') throw step.error
        return flight ?? fly(step.do === 'logIn' ? (reason ?? step.reason) : 'missing')
      })
      .catch((error: unknown) => {
        // A renewal that failed costs nobody the session he has; who asked for a new one is told.
        const session = mine.ended || wish !== 'auto' ? null : sessionOf(store.state)
        if (session) return session
        throw error
      })
      .then((session) => {
        // A logout may have come between the answer and this line.
        if (mine.ended) throw mine.ended
        return session
      })
  }

  function fly(reason: LoginReason): Promise<Session<User>> {
    const mine = generation
    const former = sessionOf(store.state)
    flight = takeOff<User>({
      clock,
      timeout: loginTimeout,
      generation: mine,
      logIn: (scope) => logIn(reason, scope),
      received: (outcome) => received(outcome, mine, reason),
      failed: (error) => failed(error, reason),
    })
    const landing = flight
    store.dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired') announceExpiry(former)
    return landing
  }

  function failed(error: AuthError, reason: LoginReason): AuthError {
    flight = null
    coolDown('loginFailed', error)
    if (sessionOf(store.state) && reason !== 'user') events.warning.send([error])
    return error
  }

  function received(outcome: LoginOutcome<User>, mine: Scope, reason: LoginReason): Session<User> {
    flight = null
    cooling = null
    if (isUnbound(outcome)) {
      void storage.save({ session: null, loggedOut: false })
      store.dispatch({ type: 'unbound', detail: outcome.unbound })
      throw unbound(outcome.unbound)
    }
    const session = createSession(outcome, known, clock.now())
    known = session
    onTrial = reason === 'expired' ? session : null
    void storage.save({ session, loggedOut: false })
    store.dispatch({ type: 'granted', session })
    events.login.send([{ session, reason }], mine)
    return session
  }

  function coolDown(type: 'loginFailed' | 'rejected', error: AuthError) {
    cooling = { error, retryAt: clock.now() + cooldown }
    store.dispatch({ type, ...cooling })
  }

  function announceExpiry(session: Session<User>) {
    if (announced === session) return
    announced = session
    events.expired.send([{ session }])
  }

  function rejected(session: Session<User>) {
    if (sessionOf(store.state) !== session) return
    void storage.save({ session: null, loggedOut: false })
    if (onTrial === session) coolDown('rejected', sessionRejected())
    else store.dispatch({ type: 'expired' })
    announceExpiry(session)
  }

  function supersede(error: AuthError) {
    const former = generation
    generation = createScope()
    cooling = null
    known = null
    onTrial = null
    flight = null
    former.end(error)
  }

  function logout() {
    if (store.state.status === 'loggedOut') return storage.save({ session: null, loggedOut: true })
    supersede(loggedOut())
    const saved = storage.save({ session: null, loggedOut: true })
    store.dispatch({ type: 'loggedOut' })
    events.logout.send([])
    return saved
  }

  function setSession(grant: Grant<User>) {
    supersede(sessionChanged())
    const session = createSession(grant, null, clock.now())
    known = session
    const saved = storage.save({ session, loggedOut: false })
    store.dispatch({ type: 'sessionSet', session })
    return saved.then(() => session)
  }

  return {
    get generation() {
      return generation
    },
    restored,
    get session() {
      return sessionOf(store.state)
    },
    usable() {
      const { state } = store
      if (state.status !== 'authenticated') return null
      return whyDue(state.session, { now: clock.now(), renewBefore }) ? null : state.session
    },
    obtain,
    accepted(session) {
      if (onTrial === session) onTrial = null
    },
    rejected,
    logout,
    setSession,
  }
}
