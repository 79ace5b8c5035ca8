import { invalidOptions, type AuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import { promised } from '../platform/promised'
import type { Scope } from '../platform/scope'
import { isSinglePage } from '../platform/single-page'
import { within } from '../platform/within'
import { spread } from '../plain-object'
import { createAcquire, type Carry, type Prefetch, type Renew } from './acquire'
import { createCooldown, isCooling } from './cooldown'
import * as errors from './errors'
import type { EventChannels } from './events'
import { createGeneration, type Generation } from './generation'
import { checkOutcome, type Exchange } from './log-in'
import { nextStep, whyDue, type Step, type Trigger } from './next-step'
import { createNotifier, type Channel } from './notifier'
import { createSession, grantProblem, isSame, isUnbound, recordOf, withUser } from './session'
import { createSessionKey, type SessionKey } from './session-key'
import { sessionOf } from './session-of'
import { createMemoryStorage, createSessionStorage, type StorageAdapter } from './storage'
import { transition, type AuthTransition } from './transition'
import type { AuthState, Grant, LoginOutcome, LoginReason, Session } from './types'
import { createWxStorage } from './wx-storage'

export interface EngineContext<User> {
  platform: Platform
  exchange: Exchange<LoginOutcome<User>>
  renew?: Renew<User>
  prefetch?: Prefetch<User>
  /** Asks the user whether to log in. */
  confirmLogin?: (reason: LoginReason) => Promise<boolean>
  /** null: the session is not stored. `former`: resolves when a destroyed auth has stopped writing to this key. */
  storage: { key: string; encrypt?: boolean; adapter?: StorageAdapter; former?: Promise<void> } | null
  sessionKey: 'onDemand' | 'onLaunch'
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
  /** s */
  renewBefore: number
}

/** One session and its login, which several instances may share. Requests belong to each instance. */
export interface Engine<User> {
  readonly state: AuthState<User>
  readonly session: Session<User> | null
  /** The last session of this generation, even if it has ended. */
  readonly lastSession: Session<User> | null
  readonly generation: Generation
  /** Resolves when storage has been read; never rejects. */
  readonly restored: Promise<void>
  readonly changes: Channel<[state: AuthState<User>, previous: AuthState<User>]>
  readonly events: EventChannels<User>
  readonly platform: Platform
  readonly sessionKey: SessionKey

  /** The session to send right now; null if a login has to come first. */
  usable(): Session<User> | null
  /** The session of the user who is logged in, also during its renewal; null if there is none or it has run out. */
  present(): Session<User> | null
  /**
   * Gets a session with as little work as possible, never by two logins at once. `reason` comes from a request whose
   * session was rejected, `carry` from one that can take the login code along.
   */
  obtain(trigger: Trigger, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>>
  isLoggingIn(): boolean
  /** Renews nothing early for a while: data is on its way that only the present session_key can decrypt. */
  postponeRenewal(): void
  /** The server accepted a request that carried this session. */
  accepted(session: Session<User>): void
  /**
   * The server rejected a request that carried this session; `isReplay`: for the second time. Returns whether the
   * request may obtain a session and be replayed.
   */
  rejected(session: Session<User>, isReplay: boolean): boolean
  logout(): Promise<void>
  setSession(grant: Grant<User>): Promise<Session<User>>
  /** Works after the session has ended, too: the next one belongs to the same user. */
  setUser(user: User): Promise<Session<User>>
  /**
   * Rejects what is under way with the error, and stops listening to the platform. Resolves when all writes are done.
   */
  end(error: AuthError): Promise<void>
}

/** ms in which encrypted data reaches the server. */
const UPLOAD = 30_000
/** ms; a timer that fires this late was frozen in the background. */
const LATE = 1000

/** The session, from top to bottom: its state, its start, the login, the server's verdicts, the app's calls. */
export function createEngine<User>(context: EngineContext<User>): Engine<User> {
  const { platform, exchange, renew, prefetch, loginTimeout, renewBefore } = context
  const { port, clock, call, serverClock } = platform
  const sessionKey = createSessionKey(platform)
  const cooling = createCooldown(platform, context.cooldown)

  const createChannel = createNotifier(platform.callOut)
  const changes: Engine<User>['changes'] = createChannel()
  const events: EventChannels<User> = {
    login: createChannel(),
    logout: createChannel(),
    expired: createChannel(),
    warning: createChannel(),
  }
  const warn = (error: AuthError, mine?: Scope) => events.warning.send([error], mine)

  // The state, and the user it belongs to.

  let state: AuthState<User> = { status: 'restoring' }
  let generation = createGeneration(0)
  let lastSession: Session<User> | null = null
  let pendingLogin: Promise<Session<User>> | null = null
  /** Was setUser() called since the login began? Then the user in the answer may be older. */
  let isUserNewer = false
  /** Sessions in a row that were rejected before they were ever accepted. */
  let rejectionsInARow = 0
  let renewalPostponedAt = -Infinity

  function dispatch(event: AuthTransition<User>) {
    const previous = state
    state = transition(previous, event)
    if (state !== previous) changes.send([state, previous])
  }

  /** Begins the next user's generation. Failed and rejected logins of the former user do not count in it. */
  function beginGeneration(error: AuthError) {
    const former = generation
    generation = createGeneration(former.number + 1)
    lastSession = pendingLogin = null
    rejectionsInARow = 0
    cooling.end()
    former.end(error)
  }

  /** Sends 'expired' once per session, whoever notices its end first. */
  function tellExpiry(session: Session<User>, mine: Scope) {
    const record = recordOf(session)
    if (record.isExpiryTold) return
    record.isExpiryTold = true
    events.expired.send([{ session }], mine)
  }

  function dropSession(session: Session<User>) {
    const mine = generation
    void store(null)
    dispatch({ type: 'expired' })
    tellExpiry(session, mine)
  }

  // Storage is read once. Memory changes first, and the write follows.

  const storage = context.storage ? openStorage(context.storage) : createMemoryStorage<User>()

  function openStorage({ key, encrypt = false, adapter, former }: NonNullable<typeof context.storage>) {
    return createSessionStorage<User>({
      adapter: adapter ?? createWxStorage(call, encrypt),
      clock,
      key,
      warn,
      former,
      isAvailable: () => !isSinglePage(port),
    })
  }

  function store(session: Session<User> | null, isLoggedOut = false): Promise<void> {
    return storage.save({ session, loggedOut: isLoggedOut, skew: serverClock.skew })
  }

  const restored = storage.read().then((remembered) => {
    const restore = () => {
      dispatch({ type: 'restored', remembered })
      lastSession = lastSession ?? sessionOf(state)
    }
    // A session that was set meanwhile has its own skew.
    if (generation.number === 0) serverClock.skew = serverClock.learned = remembered.skew
    if (!remembered.session || context.sessionKey !== 'onLaunch') {
      restore()
      return undefined
    }
    const judged = (isKeyGood: boolean) => {
      restore()
      if (isKeyGood || !lastSession || generation.number > 0) return
      const expired = lastSession
      // Without its refresh token: only wx.login brings another session_key.
      lastSession = createSession({ token: expired.token, user: expired.user }, null, expired.obtainedAt)
      dropSession(expired)
    }
    // An outage says nothing about the session.
    return sessionKey.check().then(judged, restore)
  })

  // The login: one at a time, shared by all who need it.

  function obtain(trigger: Trigger, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const mine = generation
    return restored
      .then(() => {
        assertGoesOn(mine)
        return pendingLogin ?? take(decide(trigger), reason, carry)
      })
      .catch((error: unknown) => {
        // If a renewal fails, automatic callers keep the session; login() rejects.
        const session = mine.ended || trigger !== 'auto' ? null : sessionOf(state)
        if (session) return session
        throw error
      })
      .then((session) => {
        // The user may have logged out since the answer came.
        assertGoesOn(mine)
        return session
      })
  }

  function decide(trigger: Trigger): Step<User> {
    return nextStep(state, trigger, {
      now: clock.now(),
      serverNow: serverClock.now(),
      renewBefore,
      cooling: cooling.current,
      mayRenew: !isRenewalPostponed(),
    })
  }

  function take(step: Step<User>, reason?: LoginReason, carry?: Carry<User>) {
    if ('use' in step) return step.use
    if ('refuse' in step) throw step.refuse
    if (isSinglePage(port)) {
      const error = errors.unavailable()
      dispatch({ type: 'unavailable', error })
      throw error
    }
    // The session that the server rejected is gone by now; the request still knows why it needs another.
    return startLogin(step.logIn === 'missing' && reason ? reason : step.logIn, carry)
  }

  function startLogin(reason: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const mine = generation
    const former = sessionOf(state)
    isUserNewer = false
    // Not logged out any more, after a restart either.
    if (state.status === 'loggedOut') void store(null)

    // Begins in a microtask: listeners that hear of it must find `pendingLogin` set.
    const login = Promise.resolve()
      .then(() => confirmed(reason, mine))
      .then(() => {
        const startedAt = clock.now()
        const timedOut = () =>
          errors.loginTimedOut(loginTimeout, clock.now() - startedAt > loginTimeout + LATE)
        const bounds = { clock, timeout: loginTimeout, timedOut, parent: mine }
        return within(bounds, (scope) => acquire(reason, scope, carry))
      })
      .then(
        (outcome) => {
          assertGoesOn(mine)
          return received(outcome, reason)
        },
        (error: unknown) => {
          assertGoesOn(mine)
          throw failed(error as AuthError, reason)
        },
      )
    // There may be no caller left to handle it.
    login.catch(() => undefined)

    pendingLogin = login
    dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired') tellExpiry(former, mine)
    return login
  }

  /** Resolves when the user agrees. They may take their time: `loginTimeout` begins after that. */
  function confirmed(reason: LoginReason, mine: Scope): Promise<void> {
    const { confirmLogin } = context
    return promised(mine, (success, fail) => {
      void Promise.resolve()
        .then(() => (confirmLogin ? confirmLogin(reason) : true))
        .then(
          (isAllowed) => (isAllowed ? success(undefined) : fail(errors.userDenied())),
          (cause: unknown) => fail(errors.confirmFailed(cause)),
        )
      return undefined
    })
  }

  function received(outcome: LoginOutcome<User>, reason: LoginReason): Session<User> {
    const mine = generation
    pendingLogin = null
    cooling.end()
    if (isUnbound(outcome)) {
      lastSession = null
      void store(null)
      dispatch({ type: 'unbound', detail: outcome.unbound })
      throw errors.unbound(outcome.unbound)
    }
    const grant = isUserNewer ? spread(outcome, { user: lastSession?.user }) : outcome
    const session = createSession(grant, lastSession, serverClock.begin())
    lastSession = session
    void store(session)
    dispatch({ type: 'granted', session })
    events.login.send([{ session, reason }], mine)
    return session
  }

  function failed(error: AuthError, reason: LoginReason): AuthError {
    const mine = generation
    pendingLogin = null
    const { retryAt } = cooling.begin(error)
    dispatch({ type: 'loginFailed', error, retryAt })
    if (sessionOf(state) && reason !== 'user') warn(error, mine)
    return error
  }

  const isRenewalPostponed = () => Math.abs(clock.now() - renewalPostponedAt) < UPLOAD

  // The server's verdicts.

  function accepted(session: Session<User>) {
    const record = recordOf(session)
    if (record.isAccepted) return
    record.isAccepted = true
    rejectionsInARow = 0
  }

  /**
   * If the server rejects a session that a login has just brought, another login would not help. The session is kept,
   * as other endpoints may take it, and for one cooldown no rejection leads to a login.
   */
  function rejected(session: Session<User>, isReplay: boolean): boolean {
    const present = sessionOf(state)
    // An older session was rejected: there is another by now, or a login is under way.
    if (!present || !isSame(present, session)) return true
    if (isCooling(cooling.current, clock.now())) return false
    // Math.abs: if `obtainedAt` is far in the future, the clock was set back, and the session is not new either.
    const isNew = Math.abs(serverClock.now() - session.obtainedAt) < context.cooldown
    if (isReplay || (rejectionsInARow > 0 && isNew)) {
      const error = errors.sessionRejected()
      // After the cooldown the next rejection may lead to a login again.
      rejectionsInARow = 0
      cooling.begin(error)
      warn(error)
      return false
    }
    rejectionsInARow = recordOf(session).isAccepted ? 0 : rejectionsInARow + 1
    dropSession(present)
    return true
  }

  // The app's calls: each changes memory at once, then storage.

  function logout(): Promise<void> {
    const isNews = state.status !== 'loggedOut'
    // After a logout too: a login() may be waiting for storage to be read.
    beginGeneration(errors.loggedOut())
    const stored = store(null, true)
    dispatch({ type: 'loggedOut' })
    if (isNews) events.logout.send([])
    return stored
  }

  function setSession(grant: Grant<User>): Promise<Session<User>> {
    const problem = grantProblem(grant)
    if (problem) throw invalidOptions(`setSession: the grant ${problem}`)
    beginGeneration(errors.sessionChanged())
    const session = createSession(grant, null, serverClock.begin())
    lastSession = session
    const stored = store(session)
    dispatch({ type: 'sessionSet', session })
    return stored.then(() => session)
  }

  function setUser(user: User): Promise<Session<User>> {
    if (!lastSession) throw invalidOptions('setUser: nobody is logged in; call ensureLogin() first')
    const session = withUser(lastSession, user)
    lastSession = session
    isUserNewer = true
    // A session that has ended is not stored again.
    const stored = sessionOf(state) ? store(session) : Promise.resolve()
    dispatch({ type: 'userSet', session })
    return stored.then(() => session)
  }

  const engine: Engine<User> = {
    get state() {
      return state
    },
    get session() {
      return sessionOf(state)
    },
    get lastSession() {
      return lastSession
    },
    get generation() {
      return generation
    },
    restored,
    changes,
    events,
    platform,
    sessionKey,
    usable() {
      if (state.status !== 'authenticated') return null
      const due = whyDue(state.session, renewBefore, serverClock.now())
      return due && !(due === 'renewal' && isRenewalPostponed()) ? null : state.session
    },
    present() {
      const session = sessionOf(state)
      return session && whyDue(session, renewBefore, serverClock.now()) !== 'expired' ? session : null
    },
    obtain,
    isLoggingIn: () => pendingLogin !== null,
    postponeRenewal() {
      renewalPostponedAt = clock.now()
    },
    accepted,
    rejected,
    logout,
    setSession,
    setUser,
    end(error) {
      generation.end(error)
      platform.scope.end(error)
      return storage.settled()
    },
  }

  const acquire = createAcquire<User>({
    engine,
    attempt: { platform, exchange, sessionKey, timeout: loginTimeout },
    renew,
    prefetched: prefetch?.connect({ engine, warn, checkOutcome }),
  })
  platform.lifecycle.onReturn(() => cooling.wake())
  return engine
}

/** Called after every wait: the user may have logged out or changed meanwhile. */
function assertGoesOn(scope: Scope) {
  if (scope.ended) throw scope.ended
}
