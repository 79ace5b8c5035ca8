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
  /** May it log in now? */
  confirmLogin?: (reason: LoginReason) => Promise<boolean>
  /** null: the session is not stored. `former`: until then an auth that was destroyed may write in the same place. */
  storage: { key: string; encrypt?: boolean; adapter?: StorageAdapter; former?: Promise<void> } | null
  sessionKey: 'onDemand' | 'onLaunch'
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
  /** s */
  renewBefore: number
}

/** One session and what keeps it, without requests: those are each instance's own. */
export interface Engine<User> {
  readonly state: AuthState<User>
  readonly session: Session<User> | null
  /** The last session of this generation, also when it has come to its end. */
  readonly lastSession: Session<User> | null
  readonly generation: Generation
  /** Resolves when storage has been read, and never rejects. */
  readonly restored: Promise<void>
  readonly changes: Channel<[state: AuthState<User>, previous: AuthState<User>]>
  readonly events: EventChannels<User>
  readonly platform: Platform
  readonly sessionKey: SessionKey

  /** The session to send right now; null if somebody has to wait or to log in first. */
  usable(): Session<User> | null
  /** The session of who is logged in, also while it is being renewed; null where there is none that could be sent. */
  present(): Session<User> | null
  /**
   * A session, by as little work as possible, and never by two logins at once. `reason` is given by a request whose
   * session was rejected, `carry` by one that can bring the code of a login, should it come to that.
   */
  obtain(trigger: Trigger, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>>
  isLoggingIn(): boolean
  /** For a moment no session is renewed before its end: data is on its way that only the present key can read. */
  postponeRenewal(): void
  /** The server accepted a request that carried this session. */
  accepted(session: Session<User>): void
  /**
   * The server rejected a request that carried this session, again if it is a replay. Tells whether a session for a
   * replay may be obtained.
   */
  rejected(session: Session<User>, isReplay: boolean): boolean
  logout(): Promise<void>
  setSession(grant: Grant<User>): Promise<Session<User>>
  /** Also where the session has come to its end: the next one is of the same user. */
  setUser(user: User): Promise<Session<User>>
  /**
   * For good: what is under way rejects with the error, and nothing listens to the platform any more. Resolves when
   * nothing is being stored any more.
   */
  end(error: AuthError): Promise<void>
}

/** ms that an upload may take. */
const UPLOAD = 30_000
/** ms; a timer that fires so late was frozen in the background. */
const LATE = 1000

/**
 * The session: how it is, whose it is, and how another is got. In this order: its state, its start, the login, what the
 * server says of it, and what the app does with it.
 */
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

  // The state, and whose it is.

  let state: AuthState<User> = { status: 'restoring' }
  let generation = createGeneration(0)
  let lastSession: Session<User> | null = null
  let pendingLogin: Promise<Session<User>> | null = null
  /** Has the app told the user since the login began? The answer may be from before that. */
  let isUserNewer = false
  /** Sessions in a row that were rejected and had never been accepted. */
  let rejectionsInARow = 0
  let renewalPostponedAt = -Infinity

  function dispatch(event: AuthTransition<User>) {
    const previous = state
    state = transition(previous, event)
    if (state !== previous) changes.send([state, previous])
  }

  /** The next user's time begins: what came of the former's logins means nothing for it. */
  function beginGeneration(error: AuthError) {
    const former = generation
    generation = createGeneration(former.number + 1)
    lastSession = pendingLogin = null
    rejectionsInARow = 0
    cooling.end()
    former.end(error)
  }

  /** A session has come to its end, which is told once, whoever finds out first. */
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

  // Memory first: storage is written behind, and read once.

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
    // A session that was set meanwhile has times of its own.
    if (generation.number === 0) serverClock.skew = serverClock.learned = remembered.skew
    if (!remembered.session || context.sessionKey !== 'onLaunch') {
      restore()
      return undefined
    }
    const judged = (isKeyGood: boolean) => {
      restore()
      if (isKeyGood || !lastSession || generation.number > 0) return
      const expired = lastSession
      // Only wx.login brings another key; a refresh token does not.
      lastSession = createSession({ token: expired.token, user: expired.user }, null, expired.obtainedAt)
      dropSession(expired)
    }
    // An outage says nothing about the session.
    return sessionKey.check().then(judged, restore)
  })

  // The login: one at a time, for all who need it.

  function obtain(trigger: Trigger, reason?: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const mine = generation
    return restored
      .then(() => {
        assertGoesOn(mine)
        return pendingLogin ?? take(decide(trigger), reason, carry)
      })
      .catch((error: unknown) => {
        // A renewal that failed takes no session from those who need one; who asked for a new one is told.
        const session = mine.ended || trigger !== 'auto' ? null : sessionOf(state)
        if (session) return session
        throw error
      })
      .then((session) => {
        // A logout may have come between the answer and this line.
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
    return startLogin(step.logIn === 'missing' && reason ? reason : step.logIn, carry)
  }

  function startLogin(reason: LoginReason, carry?: Carry<User>): Promise<Session<User>> {
    const mine = generation
    const former = sessionOf(state)
    isUserNewer = false
    // A logout holds no longer, over a restart neither.
    if (state.status === 'loggedOut') void store(null)

    // It begins a moment later: listeners that are told of it must find it under way.
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
    // Everybody who waited may have gone when it fails.
    login.catch(() => undefined)

    pendingLogin = login
    dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired') tellExpiry(former, mine)
    return login
  }

  /** Resolves when the user agrees, who may take their time: `loginTimeout` begins after that. */
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

  // What the server says of a session.

  function accepted(session: Session<User>) {
    const record = recordOf(session)
    if (record.isAccepted) return
    record.isAccepted = true
    rejectionsInARow = 0
  }

  /**
   * If the server rejects what a login has just brought, another login would change nothing: the session is kept, as
   * other endpoints may take it, and for a cooldown no rejection leads to a login.
   */
  function rejected(session: Session<User>, isReplay: boolean): boolean {
    const present = sessionOf(state)
    // Of an older session: there is another by now, or one is on its way.
    if (!present || !isSame(present, session)) return true
    if (isCooling(cooling.current, clock.now())) return false
    // Long before its beginning it is not new either: the clock was set.
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

  // What the app does with it: at once, and behind it what is stored.

  function logout(): Promise<void> {
    const isNews = state.status !== 'loggedOut'
    // Also after a logout: a login() may be waiting for the storage to be read.
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
    // What has come to its end is not stored again.
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
  // The phone is back: a failure that was not the server's word is no reason to wait any longer.
  platform.lifecycle.onReturn(() => cooling.wake())
  return engine
}

/** Whoever waited for something looks whether the user is still there. */
function assertGoesOn(scope: Scope) {
  if (scope.ended) throw scope.ended
}
