import type { AuthError } from '../auth-error'
import { promised } from '../platform/promised'
import type { Scope } from '../platform/scope'
import { isSinglePage } from '../platform/single-page'
import { within } from '../platform/within'
import { spread } from '../plain-object'
import type { Acquire, Need } from './acquire'
import * as errors from './errors'
import type { Generation } from './generation'
import { nextStep, type RenewalPolicy, type Step, type Trigger } from './next-step'
import { createSession, isUnbound, isWechat, withoutRefreshToken } from './session'
import type { SessionStore } from './session-store'
import type { AuthState, LoginOutcome, LoginReason, Session } from './types'

export interface ObtainContext<User> {
  store: SessionStore<User>
  acquire: Acquire<User>
  policy: RenewalPolicy
  /** Not while an upload needs the present session_key. */
  mayRenew: () => boolean
  /** Asks the user whether to log in. */
  confirmLogin?: (reason: LoginReason) => Promise<boolean>
  /** ms */
  loginTimeout: number
  /** ms */
  cooldown: number
}

/** The login under way. */
export interface PendingLogin<User> {
  /** The state in which it began. */
  readonly before: AuthState<User>
  need: Need<User>
  readonly promise: Promise<Session<User>>
  /** Is the user still to be asked, or to answer? */
  isOpen: boolean
  /** The user's yes, while they are being asked. */
  agree?: () => void
}

/** Gets a session with as little work as possible. */
export type Obtain<User> = (trigger: Trigger, need?: Partial<Need<User>>) => Promise<Session<User>>

/** One login at a time, for all who need one: whether it begins, the question to the user, and what comes of it. */
export function createObtain<User>(context: ObtainContext<User>): Obtain<User> {
  const { store, acquire, confirmLogin } = context
  const { port, clock, serverClock } = store.platform

  function obtain(trigger: Trigger, need: Partial<Need<User>> = {}): Promise<Session<User>> {
    const mine = store.generation
    const isAsked = trigger === 'user' || trigger === 'force'
    return store.restored
      .then(() => {
        assertGoesOn(mine)
        const { login } = mine
        if (!login) return take(decide(trigger), { ...need, isAsked })
        if (isAsked && login.isOpen) agree(login, need.data)
        else if (need.data !== undefined) return afterwards(login, mine, () => obtain(trigger, need))
        return login.promise
      })
      .catch((error: unknown) => {
        // If a renewal fails, automatic callers keep the present session; login({ force }) rejects.
        const session = mine.ended || trigger !== 'auto' ? null : store.session
        if (session) return session
        throw error
      })
      .then((session) => {
        // A logout may have come between the answer and this line. The app's own login may replace another account's
        // session, which is the end of that generation and not of the login.
        if (!isAsked || session !== store.session) assertGoesOn(mine)
        return session
      })
  }

  /** What one login brings along, no other sends: it waits until the one under way has ended. */
  function afterwards<T>({ promise }: PendingLogin<User>, mine: Scope, work: () => Promise<T>): Promise<T> {
    return promise
      .catch(() => null)
      .then((session) => {
        if (!session || session !== store.session) assertGoesOn(mine)
        return work()
      })
  }

  function decide(trigger: Trigger): Step<User> {
    const { cooling, refusal } = store.generation
    return nextStep(store.state, trigger, {
      now: clock.now(),
      serverNow: serverClock.now(),
      policy: context.policy,
      cooling: cooling.current,
      refusal,
      mayRenew: context.mayRenew(),
    })
  }

  function take(step: Step<User>, need: Partial<Need<User>> & Pick<Need<User>, 'isAsked'>) {
    if ('use' in step) return step.use
    if ('refuse' in step) throw step.refuse
    if (isSinglePage(port)) {
      const error = errors.unavailable()
      store.dispatch({ type: 'unavailable', error })
      throw error
    }
    // The session that the server rejected is gone by now; the request still knows why it needs another.
    const reason = step.logIn === 'missing' && need.reason ? need.reason : step.logIn
    return start({ ...need, reason })
  }

  // From the question to the outcome.

  function start(need: Need<User>): Promise<Session<User>> {
    const mine = store.generation
    const { state: before, session: former } = store
    const last = mine.session
    mine.isUserNewer = false
    const login: PendingLogin<User> = {
      need,
      before,
      // A refresh token needs nobody's consent.
      isOpen: confirmLogin !== undefined && !need.isAsked && (!last || isWechat(last)),
      // It begins a moment later: listeners that are told of it must find it under way.
      promise: Promise.resolve()
        .then(() => !login.isOpen || confirmed(login, mine))
        .then(
          (isAllowed) => {
            assertGoesOn(mine)
            login.isOpen = false
            if (!isAllowed) throw declined(before)
            // A logout holds no longer, not over a restart either.
            if (before.status === 'loggedOut' && before.reason === 'user') void store.save(null)
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

    mine.login = login
    store.dispatch({ type: 'loginStarted', reason: need.reason })
    if (former && need.reason === 'expired' && isWechat(former)) store.tellExpiry(former, true, mine)
    return login.promise
  }

  /** Resolves with the user's answer, who may take their time: `loginTimeout` begins after that. */
  function confirmed(login: PendingLogin<User>, mine: Scope): Promise<boolean> {
    return promised(mine, (success, fail) => {
      login.agree = () => success(true)
      void Promise.resolve(login.need.reason)
        .then(confirmLogin)
        .then(
          (isAllowed: unknown) => success(Boolean(isAllowed)),
          (cause: unknown) => fail(errors.confirmFailed(cause)),
        )
      return undefined
    })
  }

  /** login() answers the question: the user has just asked for it. */
  function agree(login: PendingLogin<User>, data: unknown) {
    login.isOpen = false
    const need = { ...login.need, isAsked: true }
    // What a tap brought goes the way of a login alone: with no refresh token, pre-fetched data or other request.
    login.need = data === undefined ? need : { ...need, reason: 'user', data, carry: undefined }
    login.agree?.()
  }

  function attempt(login: PendingLogin<User>, mine: Scope): Promise<Session<User>> {
    const { loginTimeout } = context
    const timedOut = (wasFrozen: boolean) => errors.loginTimedOut(loginTimeout, wasFrozen)
    const bounds = { clock, timeout: loginTimeout, timedOut, parent: mine }
    return within(bounds, (scope) => acquire(login.need, scope)).then(
      (acquired) => {
        assertGoesOn(mine)
        if ('refusal' in acquired) throw refused(acquired.refusal, login)
        return received(acquired.outcome, acquired.isRenewal, login.need.reason)
      },
      (error: unknown) => {
        assertGoesOn(mine)
        throw failed(error as AuthError, login)
      },
    )
  }

  // What comes of it.

  function received(outcome: LoginOutcome<User>, isRenewal: boolean, reason: LoginReason): Session<User> {
    const { session } = store.generation
    const install = () => installed(store.generation, outcome, isRenewal, reason)
    // The app has asked for the WeChat user in place of another account.
    const isReplaced = !isRenewal && session && !isWechat(session)
    return isReplaced ? store.begin(errors.sessionChanged(), install) : install()
  }

  function installed(
    mine: Generation<User>,
    outcome: LoginOutcome<User>,
    isRenewal: boolean,
    reason: LoginReason,
  ): Session<User> {
    const former = mine.session
    mine.login = mine.refusal = null
    mine.cooling.end()
    mine.isBinding = isUnbound(outcome)
    if (isUnbound(outcome)) {
      mine.session = null
      void store.save(null)
      store.dispatch({ type: 'unbound', detail: outcome.unbound })
      throw errors.unbound(outcome.unbound)
    }
    const isOther = isRenewal && former !== null && !isWechat(former)
    const grant = mine.isUserNewer ? spread(outcome, { user: former?.user }) : outcome
    const session = createSession(grant, former, serverClock.begin(), !isOther)
    mine.session = session
    void store.save(session)
    store.dispatch({ type: 'granted', session })
    if (isOther && reason !== 'renewal') store.tellExpiry(former, true, mine)
    store.events.login.send([{ session, reason }], mine)
    return session
  }

  function failed(error: AuthError, { need: { reason }, before }: PendingLogin<User>): AuthError {
    const mine = store.generation
    mine.login = null
    const { retryAt } = mine.cooling.begin(error)
    store.dispatch({ type: 'loginFailed', before, error, retryAt })
    if (store.session && reason !== 'user') store.warn(error, mine)
    return error
  }

  /** A no is no failure, and does not grow: for one cooldown, nobody but a tap asks again. */
  function declined(before: AuthState<User>): AuthError {
    const mine = store.generation
    const error = errors.userDenied()
    const failedAt = clock.now()
    const retryAt = failedAt + context.cooldown
    mine.login = null
    mine.refusal = { error, failedAt, retryAt }
    store.dispatch({ type: 'declined', before, error, retryAt })
    return error
  }

  /** The refresh token of another account's session is worth nothing. The session is sent until the server rejects it. */
  function refused(error: AuthError, login: PendingLogin<User>): AuthError {
    const mine = store.generation
    const { session } = store
    if (!session) {
      store.close(mine.session as Session<User>)
      return errors.sessionEnded()
    }
    const rest = withoutRefreshToken(session)
    mine.session = rest
    void store.save(rest)
    store.dispatch({ type: 'amended', session: rest })
    return failed(error, login)
  }

  return obtain
}

/** Called after every wait: the user may have logged out or changed meanwhile. */
function assertGoesOn(scope: Scope) {
  if (scope.ended) throw scope.ended
}
