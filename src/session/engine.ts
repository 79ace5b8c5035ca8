import { invalidOptions, type AuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import type { WxResponse } from '../platform/wx-port'
import { createAcquire, type Need, type Prefetch, type Renew } from './acquire'
import * as errors from './errors'
import type { EventChannels } from './events'
import type { Generation } from './generation'
import { checkOutcome, type Exchange } from './log-in'
import { whyDue, type Trigger } from './next-step'
import type { Channel } from './notifier'
import { createObtain, type ObtainContext } from './obtain'
import { createSession, grantProblem, isSame, isWechat, recordOf, withUser } from './session'
import type { SessionKey } from './session-key'
import { createSessionStore, type SessionStoreContext } from './session-store'
import type { AuthState, Grant, LoginOutcome, Session } from './types'

export interface EngineContext<User>
  extends SessionStoreContext, Pick<ObtainContext<User>, 'confirmLogin' | 'loginTimeout'> {
  exchange: Exchange<LoginOutcome<User>>
  renew?: Renew<User>
  prefetch?: Prefetch<User>
  /** s */
  renewBefore: number
}

/** One session and its login, which several instances may share. Requests belong to each instance. */
export interface Engine<User> {
  readonly state: AuthState<User>
  readonly session: Session<User> | null
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

/** ms in which encrypted data reaches the server. */
const UPLOAD = 30_000

/** What is sent, what the server says of it, and what the app does with it. How a session is got is in obtain.ts. */
export function createEngine<User>(context: EngineContext<User>): Engine<User> {
  const { platform, exchange, renew, cooldown, confirmLogin, loginTimeout } = context
  const { clock, serverClock, lifecycle } = platform
  const store = createSessionStore<User>(context)
  const { sessionKey, warn } = store
  const policy = { renewBefore: context.renewBefore, canRenew: renew !== undefined }
  let renewalPostponedAt = -Infinity
  const mayRenew = () => Math.abs(clock.now() - renewalPostponedAt) >= UPLOAD

  const acquire = createAcquire<User>({
    store,
    attempt: { platform, exchange, sessionKey, timeout: loginTimeout },
    renew,
    prefetched: context.prefetch?.connect({ engine: store, warn, checkOutcome }),
  })
  const obtain = createObtain({ store, acquire, policy, mayRenew, confirmLogin, loginTimeout, cooldown })
  lifecycle.onReturn(() => {
    store.generation.cooling.wake()
    store.retry()
  })

  const due = (session: Session<User>) => whyDue(session, policy, serverClock.now())

  // The server's verdicts.

  /**
   * If the server rejects what logins have just brought, another login would change nothing: the session is kept, as
   * other endpoints may take it, and for a cooldown no rejection leads to a login.
   */
  function rejected(session: Session<User>, isReplay: boolean, response?: WxResponse): number | null {
    const present = store.session
    // Of an older session: there is another by now, or one is on its way.
    if (!present || !isSame(present, session)) return null
    if (!isRenewable(present)) {
      store.close(present, response)
      return null
    }
    const { cooling } = store.generation
    if (cooling.current) return cooling.current.retryAt
    if (isReplay || isHopeless(present)) {
      const { retryAt } = cooling.begin(errors.sessionRejected())
      warn(errors.sessionRejected(retryAt, response))
      return retryAt
    }
    store.drop(present)
    return null
  }

  /** A login, or a refresh token, brings the same user's next session. */
  function isRenewable(session: Session<User>): boolean {
    return isWechat(session) || Boolean(policy.canRenew && session.refreshToken)
  }

  function isHopeless(session: Session<User>): boolean {
    const record = recordOf(session)
    // Kept after a cooldown began: it is old by now, and counts no more.
    if (record.isRejected) return false
    record.isRejected = true
    // Long before its beginning it is not new either: the clock was set.
    const isNew = Math.abs(serverClock.now() - session.obtainedAt) < cooldown
    return store.generation.rejections.add({ isNew, wasAccepted: record.isAccepted === true })
  }

  // What the app does with it: at once, and behind it what is stored.

  function logout() {
    const { state, session, generation, reading } = store
    // The server is told of one that has not been read yet, too, and of a rejected one that could still be renewed.
    const known = session ?? (generation.session?.refreshToken ? generation.session : null)
    const former =
      state.status === 'restoring' ? reading.then((remembered) => remembered.session) : Promise.resolve(known)
    // Also after a logout: a login() may be waiting for the storage to be read.
    return store.begin(errors.loggedOut('user'), () => {
      const stored = store.save(null, 'user')
      store.dispatch({ type: 'loggedOut', reason: 'user' })
      if (state.status !== 'loggedOut') store.events.logout.send([])
      return { stored, former }
    })
  }

  function setSession(grant: Grant<User>, isWechatUser = store.generation.isBinding) {
    assertGrant('setSession', grant)
    return store.begin(errors.sessionChanged(), () => {
      const session = createSession(grant, null, serverClock.begin(), isWechatUser)
      return hold(session, 'sessionSet')
    })
  }

  function renewSession(grant: Grant<User>, expected = store.generation.number) {
    const { number, session: last } = store.generation
    assertGrant('renewSession', grant)
    if (expected !== number) throw errors.sessionChanged()
    if (!last) throw errors.loggedOut('user')
    return hold(createSession(grant, last, serverClock.begin(), isWechat(last)), 'renewed')
  }

  function setUser(user: User) {
    const { session: last } = store.generation
    if (!last) throw invalidOptions('setUser: nobody is logged in; call ensureLogin() first')
    store.generation.isUserNewer = true
    return hold(withUser(last, user), 'amended')
  }

  function hold(session: Session<User>, type: 'sessionSet' | 'renewed' | 'amended'): Promise<Session<User>> {
    store.generation.session = session
    // What the user of an ended session is called changes nothing of that: it is not stored again.
    const stored = type === 'amended' && !store.session ? Promise.resolve() : store.save(session)
    store.dispatch({ type, session })
    return stored.then(() => session)
  }

  return {
    get state() {
      return store.state
    },
    get session() {
      return store.session
    },
    get generation() {
      return store.generation
    },
    restored: store.restored,
    changes: store.changes,
    events: store.events,
    platform,
    sessionKey,
    usable() {
      const { state } = store
      if (state.status !== 'authenticated') return null
      const reason = due(state.session)
      return !reason || (reason === 'renewal' && !mayRenew()) ? state.session : null
    },
    present() {
      const { session } = store
      // Another account's is sent until the server rejects it.
      return session && isWechat(session) && due(session) === 'expired' ? null : session
    },
    obtain,
    isLoggingIn: () => store.generation.login !== null,
    isReplaceable() {
      const { session } = store.generation
      return !session || isWechat(session)
    },
    postponeRenewal() {
      renewalPostponedAt = clock.now()
    },
    accepted(session) {
      recordOf(session).isAccepted = true
    },
    rejected,
    logout,
    setSession,
    renewSession,
    setUser,
    end(error) {
      store.generation.end(error)
      platform.scope.end(error)
      return store.settled()
    },
  }
}

function assertGrant(call: string, grant: unknown) {
  const problem = grantProblem(grant)
  if (problem) throw invalidOptions(`${call}: the grant ${problem}`)
}
