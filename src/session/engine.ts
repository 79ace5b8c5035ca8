import { invalidOptions, type AuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import { promised } from '../platform/promised'
import type { Scope } from '../platform/scope'
import { isSinglePage } from '../platform/single-page'
import { within } from '../platform/within'
import type { WxResponse } from '../platform/wx-port'
import { spread } from '../plain-object'
import { createAcquire, type Need, type Prefetch, type Renew } from './acquire'
import { createCooldown, type Cooldown } from './cooldown'
import * as errors from './errors'
import type { EventChannels } from './events'
import { createGeneration, type Generation } from './generation'
import { checkOutcome, type Exchange } from './log-in'
import { nextStep, whyDue, type Step, type Trigger } from './next-step'
import { createNotifier, type Channel } from './notifier'
import { createRejections } from './rejections'
import {
  createSession,
  grantProblem,
  isSame,
  isUnbound,
  isWechat,
  recordOf,
  withoutRefreshToken,
  withUser,
} from './session'
import { createSessionKey, type SessionKey } from './session-key'
import { sessionOf } from './session-of'
import { createMemoryStorage, createSessionStorage, type StorageAdapter } from './storage'
import { transition, type AuthTransition } from './transition'
import type { AuthState, Grant, LoginOutcome, LoginReason, LogoutReason, Session } from './types'
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
   * session was rejected, `carry` from one that can take the login code along, `data` from login({ data }).
   */
  obtain(trigger: Trigger, need?: Partial<Need<User>>): Promise<Session<User>>
  isLoggingIn(): boolean
  /** May a login of the WeChat user stand in for the session? */
  isReplaceable(): boolean
  /** Renews nothing early for a while: data is on its way that only the present session_key can decrypt. */
  postponeRenewal(): void
  /** The server accepted a request that carried this session. */
  accepted(session: Session<User>): void
  /**
   * The server rejected a request that carried this session; `isReplay`: for the second time. Returns null if the request
   * may obtain a session and be replayed, or else when the next login is due. `response`: how it said so.
   */
  rejected(session: Session<User>, isReplay: boolean, response?: WxResponse): number | null
  /** `former`: the session that the server is to be told of, which may still have to be read. */
  logout(): { stored: Promise<void>; former: Promise<Session<User> | null> }
  /** `isWechat`: does it belong to the WeChat user? By default after a login that was `unbound`. */
  setSession(grant: Grant<User>, isWechat?: boolean): Promise<Session<User>>
  /** The same user's next session, which came with an answer. `expected`: the generation that it is for. */
  renewSession(grant: Grant<User>, expected?: number): Promise<Session<User>>
  /** Works after the session has ended, too: the next one belongs to the same user. */
  setUser(user: User): Promise<Session<User>>
  /**
   * Rejects what is under way with the error, and stops listening to the platform. Resolves when all writes are done.
   */
  end(error: AuthError): Promise<void>
}

/** The login under way. */
interface PendingLogin<User> {
  /** The state in which it began. */
  readonly before: AuthState<User>
  need: Need<User>
  readonly promise: Promise<Session<User>>
  /** Is the user still to be asked, or to answer? */
  isOpen: boolean
  /** The user's yes, while they are being asked. */
  agree?: () => void
}

/** ms in which encrypted data reaches the server. */
const UPLOAD = 30_000

/** The session, from top to bottom: its state, its start, the login, the server's verdicts, the app's calls. */
export function createEngine<User>(context: EngineContext<User>): Engine<User> {
  const { platform, exchange, renew, prefetch, loginTimeout } = context
  const policy = { renewBefore: context.renewBefore, canRenew: renew !== undefined }
  const { port, clock, call, serverClock } = platform
  const sessionKey = createSessionKey(platform)
  const cooling = createCooldown(platform, context.cooldown)

  const { createChannel, together } = createNotifier(platform.callOut)
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
  let pending: PendingLogin<User> | null = null
  /** Was setUser() called since the login began? Then the user in the answer may be older. */
  let isUserNewer = false
  /** Was the last outcome of a login `unbound`? Then the app's server joins an account to the WeChat user. */
  let isBinding = false
  /** The user's no to `confirmLogin`. */
  let refusal: Cooldown | null = null
  const rejections = createRejections()
  let renewalPostponedAt = -Infinity

  function dispatch(event: AuthTransition<User>) {
    const previous = state
    state = transition(previous, event)
    if (state !== previous) changes.send([state, previous])
  }

  /**
   * Begins the next user's generation, in the state that `enter` gives it. Failed and rejected logins of the former user do
   * not count in it. What is under way ends after that, as its callbacks may call the library, and before listeners hear.
   */
  function beginGeneration<T>(error: AuthError, enter: () => T): T {
    const former = generation
    generation = createGeneration(former.number + 1)
    lastSession = pending = refusal = null
    isUserNewer = isBinding = false
    rejections.reset()
    cooling.end()
    return together(enter, () => former.end(error))
  }

  /** Sends 'expired' once per session, whoever notices its end first. */
  function tellExpiry(session: Session<User>, renewable: boolean, mine: Scope = generation) {
    const record = recordOf(session)
    if (record.isExpiryTold) return
    record.isExpiryTold = true
    events.expired.send([{ session, renewable }], mine)
  }

  /** A login, or a refresh token, brings the same user's next session. */
  function isRenewable(session: Session<User>): boolean {
    return isWechat(session) || Boolean(policy.canRenew && session.refreshToken)
  }

  function dropSession(session: Session<User>) {
    const mine = generation
    const isReplaceable = isWechat(session)
    // Another account's stays stored: its refresh token is the only way to the next one, after a restart too.
    if (isReplaceable) void store(null)
    dispatch({ type: 'expired' })
    if (isReplaceable) tellExpiry(session, true, mine)
  }

  /** Nobody may stand in for this user: nobody is logged in until the app logs somebody in. */
  function endSession(session: Session<User>, response?: WxResponse) {
    beginGeneration(errors.sessionEnded(response), () => {
      void store(null, 'ended')
      dispatch({ type: 'loggedOut', reason: 'ended' })
      tellExpiry(session, false)
    })
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

  function store(session: Session<User> | null, loggedOut: LogoutReason | null = null): Promise<void> {
    return storage.save({ session, loggedOut, skew: serverClock.skew }, generation.number)
  }

  const reading = storage.read()
  const restored = reading.then((remembered) => {
    const restore = () => {
      dispatch({ type: 'restored', remembered })
      lastSession = lastSession ?? sessionOf(state)
    }
    // A session that was set meanwhile has its own skew.
    if (generation.number === 0) serverClock.skew = serverClock.learned = remembered.skew
    const { session } = remembered
    if (!session || !isWechat(session) || context.sessionKey !== 'onLaunch') {
      restore()
      return undefined
    }
    const judged = (isKeyGood: boolean) => {
      restore()
      if (isKeyGood || !lastSession || generation.number > 0) return
      const expired = lastSession
      // Without its refresh token: only wx.login brings another session_key.
      lastSession = withoutRefreshToken(expired)
      dropSession(expired)
    }
    // An outage says nothing about the session.
    return sessionKey.check().then(judged, restore)
  })

  // The login: one at a time, shared by all who need it.

  function obtain(trigger: Trigger, need: Partial<Need<User>> = {}): Promise<Session<User>> {
    const mine = generation
    const isAsked = trigger === 'user' || trigger === 'force'
    return restored
      .then(() => {
        assertGoesOn(mine)
        if (!pending) return take(decide(trigger), { ...need, isAsked })
        if (isAsked && pending.isOpen) agree(pending, need.data)
        else if (need.data !== undefined) return afterwards(pending, mine, () => obtain(trigger, need))
        return pending.promise
      })
      .catch((error: unknown) => {
        // If a renewal fails, automatic callers keep the present session; login({ force }) rejects.
        const session = mine.ended || trigger !== 'auto' ? null : sessionOf(state)
        if (session) return session
        throw error
      })
      .then((session) => {
        // A logout may have come between the answer and this line. The app's own login may replace another account's
        // session, which is the end of that generation and not of the login.
        if (!isAsked || session !== sessionOf(state)) assertGoesOn(mine)
        return session
      })
  }

  /** What one login brings along, no other sends: it waits until the one under way has ended. */
  function afterwards<T>({ promise }: PendingLogin<User>, mine: Scope, work: () => Promise<T>): Promise<T> {
    return promise
      .catch(() => null)
      .then((session) => {
        if (!session || session !== sessionOf(state)) assertGoesOn(mine)
        return work()
      })
  }

  function decide(trigger: Trigger): Step<User> {
    return nextStep(state, trigger, {
      now: clock.now(),
      serverNow: serverClock.now(),
      policy,
      cooling: cooling.current,
      refusal,
      mayRenew: !isRenewalPostponed(),
    })
  }

  function take(step: Step<User>, need: Partial<Need<User>> & Pick<Need<User>, 'isAsked'>) {
    if ('use' in step) return step.use
    if ('refuse' in step) throw step.refuse
    if (isSinglePage(port)) {
      const error = errors.unavailable()
      dispatch({ type: 'unavailable', error })
      throw error
    }
    // The session that the server rejected is gone by now; the request still knows why it needs another.
    const reason = step.logIn === 'missing' && need.reason ? need.reason : step.logIn
    return startLogin({ ...need, reason })
  }

  function startLogin(need: Need<User>): Promise<Session<User>> {
    const mine = generation
    const former = sessionOf(state)
    const { reason } = need
    isUserNewer = false
    // A refresh token needs nobody's consent.
    const isOpen =
      context.confirmLogin !== undefined && !need.isAsked && (!lastSession || isWechat(lastSession))

    const login: PendingLogin<User> = {
      need,
      before: state,
      isOpen,
      // It begins a moment later: listeners that are told of it must find it under way.
      promise: Promise.resolve()
        .then(() => !login.isOpen || confirmed(login, mine))
        .then(
          (isAllowed) => {
            assertGoesOn(mine)
            login.isOpen = false
            const { before } = login
            if (!isAllowed) throw declined(before)
            // A logout holds no longer, not over a restart either.
            if (before.status === 'loggedOut' && before.reason === 'user') void store(null)
            return attempt(login, mine)
          },
          (error: unknown) => {
            assertGoesOn(mine)
            throw failed(error as AuthError, login)
          },
        ),
    }
    // Everybody who waited may have gone when it fails.
    login.promise.catch(() => undefined)

    pending = login
    dispatch({ type: 'loginStarted', reason })
    if (former && reason === 'expired' && isWechat(former)) tellExpiry(former, true, mine)
    return login.promise
  }

  /** Resolves with the user's answer, who may take their time: `loginTimeout` begins after that. */
  function confirmed(login: PendingLogin<User>, mine: Scope): Promise<boolean> {
    return promised(mine, (success, fail) => {
      login.agree = () => success(true)
      void Promise.resolve(login.need.reason)
        .then(context.confirmLogin)
        .then(
          (isAllowed: unknown) => success(Boolean(isAllowed)),
          (cause: unknown) => fail(errors.confirmFailed(cause)),
        )
      return undefined
    })
  }

  /** login() answers the question: who calls it, has been asked. */
  function agree(login: PendingLogin<User>, data: unknown) {
    login.isOpen = false
    const need = { ...login.need, isAsked: true }
    // What a tap brought goes the way of a login alone: with no refresh token, pre-fetched data or other request.
    login.need = data === undefined ? need : { ...need, reason: 'user', data, carry: undefined }
    login.agree?.()
  }

  function attempt(login: PendingLogin<User>, mine: Scope): Promise<Session<User>> {
    const { reason } = login.need
    const timedOut = (wasFrozen: boolean) => errors.loginTimedOut(loginTimeout, wasFrozen)
    const bounds = { clock, timeout: loginTimeout, timedOut, parent: mine }
    return within(bounds, (scope) => acquire(login.need, scope)).then(
      (acquired) => {
        assertGoesOn(mine)
        if ('refusal' in acquired) throw refused(acquired.refusal, login)
        return received(acquired.outcome, acquired.isRenewal, reason)
      },
      (error: unknown) => {
        assertGoesOn(mine)
        throw failed(error as AuthError, login)
      },
    )
  }

  function received(outcome: LoginOutcome<User>, isRenewal: boolean, reason: LoginReason): Session<User> {
    const take = () => taken(outcome, isRenewal, reason)
    // The app has asked for the WeChat user in place of another account.
    const isReplaced = !isRenewal && lastSession && !isWechat(lastSession)
    return isReplaced ? beginGeneration(errors.sessionChanged(), take) : take()
  }

  function taken(outcome: LoginOutcome<User>, isRenewal: boolean, reason: LoginReason): Session<User> {
    const mine = generation
    const former = lastSession
    pending = refusal = null
    cooling.end()
    isBinding = isUnbound(outcome)
    if (isUnbound(outcome)) {
      lastSession = null
      void store(null)
      dispatch({ type: 'unbound', detail: outcome.unbound })
      throw errors.unbound(outcome.unbound)
    }
    const isOther = isRenewal && former !== null && !isWechat(former)
    const grant = isUserNewer ? spread(outcome, { user: former?.user }) : outcome
    const session = createSession(grant, former, serverClock.begin(), !isOther)
    lastSession = session
    void store(session)
    dispatch({ type: 'granted', session })
    if (isOther && reason !== 'renewal') tellExpiry(former, true, mine)
    events.login.send([{ session, reason }], mine)
    return session
  }

  function failed(error: AuthError, { need: { reason }, before }: PendingLogin<User>): AuthError {
    const mine = generation
    pending = null
    const { retryAt } = cooling.begin(error)
    dispatch({ type: 'loginFailed', before, error, retryAt })
    if (sessionOf(state) && reason !== 'user') warn(error, mine)
    return error
  }

  /** A no is no failure, and does not grow: for one cooldown, nobody but a tap asks again. */
  function declined(before: AuthState<User>): AuthError {
    pending = null
    const error = errors.userDenied()
    const failedAt = clock.now()
    refusal = { error, failedAt, retryAt: failedAt + context.cooldown }
    dispatch({ type: 'declined', before, error, retryAt: refusal.retryAt })
    return error
  }

  /** The refresh token of another account's session is worth nothing. The session is sent until the server rejects it. */
  function refused(error: AuthError, login: PendingLogin<User>): AuthError {
    const session = sessionOf(state)
    if (!session) {
      endSession(lastSession as Session<User>)
      return errors.sessionEnded()
    }
    lastSession = withoutRefreshToken(session)
    void store(lastSession)
    dispatch({ type: 'amended', session: lastSession })
    return failed(error, login)
  }

  const isRenewalPostponed = () => Math.abs(clock.now() - renewalPostponedAt) < UPLOAD

  // The server's verdicts.

  function accepted(session: Session<User>) {
    recordOf(session).isAccepted = true
  }

  /**
   * If the server rejects what logins have just brought, another login would change nothing: the session is kept, as
   * other endpoints may take it, and for a cooldown no rejection leads to a login.
   */
  function rejected(session: Session<User>, isReplay: boolean, response?: WxResponse): number | null {
    const present = sessionOf(state)
    // Of an older session: there is another by now, or one is on its way.
    if (!present || !isSame(present, session)) return null
    if (!isRenewable(present)) {
      endSession(present, response)
      return null
    }
    if (cooling.current) return cooling.current.retryAt
    if (isReplay || isHopeless(present)) {
      const { retryAt } = cooling.begin(errors.sessionRejected())
      warn(errors.sessionRejected(retryAt, response))
      return retryAt
    }
    dropSession(present)
    return null
  }

  function isHopeless(session: Session<User>): boolean {
    const record = recordOf(session)
    // Kept after a cooldown began: it is old by now, and counts no more.
    if (record.isRejected) return false
    record.isRejected = true
    // Long before its beginning it is not new either: the clock was set.
    const isNew = Math.abs(serverClock.now() - session.obtainedAt) < context.cooldown
    return rejections.add({ isNew, wasAccepted: record.isAccepted === true })
  }

  // What the app does with it: at once, and behind it what is stored.

  function logout() {
    const isNews = state.status !== 'loggedOut'
    // The server is told of one that has not been read yet, too, and of a rejected one that could still be renewed.
    const known = sessionOf(state) ?? (lastSession?.refreshToken ? lastSession : null)
    const former =
      state.status === 'restoring' ? reading.then(({ session }) => session) : Promise.resolve(known)
    // Also after a logout: a login() may be waiting for the storage to be read.
    return beginGeneration(errors.loggedOut('user'), () => {
      const stored = store(null, 'user')
      dispatch({ type: 'loggedOut', reason: 'user' })
      if (isNews) events.logout.send([])
      return { stored, former }
    })
  }

  function setSession(grant: Grant<User>, isWechatUser = isBinding): Promise<Session<User>> {
    assertGrant('setSession', grant)
    return beginGeneration(errors.sessionChanged(), () => {
      const session = createSession(grant, null, serverClock.begin(), isWechatUser)
      lastSession = session
      const stored = store(session)
      dispatch({ type: 'sessionSet', session })
      return stored.then(() => session)
    })
  }

  function renewSession(grant: Grant<User>, expected = generation.number): Promise<Session<User>> {
    assertGrant('renewSession', grant)
    if (expected !== generation.number) throw errors.sessionChanged()
    if (!lastSession) throw errors.loggedOut('user')
    const session = createSession(grant, lastSession, serverClock.begin(), isWechat(lastSession))
    lastSession = session
    const stored = store(session)
    dispatch({ type: 'renewed', session })
    return stored.then(() => session)
  }

  function setUser(user: User): Promise<Session<User>> {
    if (!lastSession) throw invalidOptions('setUser: nobody is logged in; call ensureLogin() first')
    const session = withUser(lastSession, user)
    lastSession = session
    isUserNewer = true
    // A session that has ended is not stored again.
    const stored = sessionOf(state) ? store(session) : Promise.resolve()
    dispatch({ type: 'amended', session })
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
      const due = whyDue(state.session, policy, serverClock.now())
      return due && !(due === 'renewal' && isRenewalPostponed()) ? null : state.session
    },
    present() {
      const session = sessionOf(state)
      // Another account's is sent until the server rejects it.
      if (!session || !isWechat(session)) return session
      return whyDue(session, policy, serverClock.now()) === 'expired' ? null : session
    },
    obtain,
    isLoggingIn: () => pending !== null,
    isReplaceable: () => !lastSession || isWechat(lastSession),
    postponeRenewal() {
      renewalPostponedAt = clock.now()
    },
    accepted,
    rejected,
    logout,
    setSession,
    renewSession,
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
  platform.lifecycle.onReturn(() => {
    cooling.wake()
    storage.retry()
  })
  return engine
}

function assertGrant(call: string, grant: unknown) {
  const problem = grantProblem(grant)
  if (problem) throw invalidOptions(`${call}: the grant ${problem}`)
}

/** Called after every wait: the user may have logged out or changed meanwhile. */
function assertGoesOn(scope: Scope) {
  if (scope.ended) throw scope.ended
}
