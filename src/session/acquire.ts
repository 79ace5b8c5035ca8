import { isAuthError, type AuthError } from '../auth-error'
import { spread } from '../plain-object'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/failures'
import { checkOutcome, logIn, toLoginError, type Exchange, type LoginAttempt } from './log-in'
import { isUnbound, isWechat } from './session'
import type { SessionStore } from './session-store'
import type { LoginOutcome, LoginReason, Session } from './types'

/** Sends the code along with one of the app's requests; null if the answer held no session. */
export type Carry<User> = Exchange<LoginOutcome<User> | null>

/** What a prefetch is given by the core. */
export interface PrefetchContext<User> {
  engine: Pick<SessionStore<User>, 'changes' | 'state' | 'platform'>
  warn: (error: AuthError) => void
  checkOutcome: (outcome: LoginOutcome<User>, source: 'prefetch') => LoginOutcome<User>
}

export interface PrefetchedLogin<User> {
  /**
   * The outcome of the data that WeChat fetched before the app ran, or else that of `logIn`. With `mayRace`, data that
   * arrives while `logIn` runs ends it.
   */
  orElse(
    logIn: (scope: Scope) => Promise<LoginOutcome<User>>,
    scope: Scope,
    mayRace: boolean,
  ): Promise<LoginOutcome<User>>
}

/** The value of the `prefetch` option: made by prefetch() of miniprogram-auth/prefetch. */
export interface Prefetch<User = unknown> {
  /** Internal: createAuth() calls it. */
  readonly connect: (context: PrefetchContext<User>) => PrefetchedLogin<User>
}

/** What a session is needed for. */
export interface Need<User> {
  reason: LoginReason
  /** Did the app ask for a login of the WeChat user? Then it may replace another account's session. */
  isAsked: boolean
  /** What login({ data }) was given. */
  data?: unknown
  carry?: Carry<User>
}

/**
 * What came of it. `isRenewal`: it is the same user's. `refusal`: the server takes no refresh token for a session that
 * nothing else may stand in for.
 */
export type Acquired<User> = Brought<User> | { refusal: AuthError }

interface Brought<User> {
  outcome: LoginOutcome<User>
  isRenewal: boolean
}

/** Gets a new session in the cheapest way there is. Rejects with an AuthError. */
export type Acquire<User> = (need: Need<User>, scope: Scope) => Promise<Acquired<User>>

/** Sends the refresh token to the app's server. It is the app's code: it may throw, or reject with anything. */
export type Renew<User> = (
  session: Session<User>,
  refreshToken: string,
  scope: Scope,
) => Promise<LoginOutcome<User>>

export interface AcquireContext<User> {
  store: Pick<SessionStore<User>, 'generation' | 'session'>
  attempt: LoginAttempt<LoginOutcome<User>>
  renew?: Renew<User>
  prefetched?: PrefetchedLogin<User>
}

export function createAcquire<User>({
  store,
  attempt,
  renew,
  prefetched,
}: AcquireContext<User>): Acquire<User> {
  /** A refresh token that was sent and got no answer. A server that rotates tokens may no longer accept it. */
  let spent: string | undefined
  /** Data fetched at launch belongs to the user of that time: it is not for a later generation. */
  const { generation } = store
  let isColdStart = true

  function viaCode({ reason, data, carry }: Need<User>, scope: Scope): Promise<LoginOutcome<User>> {
    const viaExchange = () =>
      logIn(attempt, reason, scope, data).then((outcome) => checkOutcome(outcome, 'login'))
    if (!carry) return viaExchange()
    // Without a session in the answer, the code is used up: the exchange needs another.
    return logIn({ ...attempt, exchange: carry }, reason, scope).then((outcome) => outcome ?? viaExchange())
  }

  function login(need: Need<User>, scope: Scope): Promise<Brought<User>> {
    return viaCode(need, scope).then((outcome) => ({ outcome, isRenewal: false }))
  }

  function renewal(session: Session<User>, need: Need<User>, scope: Scope): Promise<Acquired<User>> {
    const refreshToken = String(session.refreshToken)
    spent = refreshToken
    return Promise.resolve()
      .then(() => (renew as Renew<User>)(session, refreshToken, scope))
      .then((outcome) => checkOutcome(outcome, 'renew'))
      .then(
        (outcome) => {
          if (!scope.ended) spent = undefined
          return { outcome, isRenewal: true }
        },
        (error: unknown) => {
          if (scope.ended) throw scope.ended
          const isAnswered = isAuthError(error, 'SERVER_UNAVAILABLE')
          if (isAnswered) spent = undefined
          const isFailure = isAnswered || (isAuthError(error) && isOutage(error))
          // The server has not rejected the session, or has nothing to say of the only way to another: keep it.
          if (isFailure && (store.session || !mayLogIn(session, need))) throw toLoginError(error, 'renew')
          if (!mayLogIn(session, need)) return { refusal: toLoginError(error, 'renew') }
          return login(need, scope).then(withoutRefreshToken)
        },
      )
  }

  return (need, scope) => {
    const { reason } = need
    const first = isColdStart && !generation.ended ? prefetched : undefined
    isColdStart = false
    const { session } = store.generation
    const canRenew = renew && session?.refreshToken && session.refreshToken !== spent && reason !== 'user'
    // Where no login may stand in, there is a refresh token, or the session would have ended when it was rejected.
    if (session && (canRenew || !mayLogIn(session, need))) return renewal(session, need, scope)
    if (!first || reason !== 'missing') return login(need, scope)
    return first
      .orElse((inner) => viaCode(need, inner), scope, !need.carry)
      .then((outcome) => ({ outcome, isRenewal: false }))
  }
}

/** Only the app itself may ask for another account's session to be replaced. */
function mayLogIn(session: Session, { isAsked }: Pick<Need<unknown>, 'isAsked'>): boolean {
  return isAsked || isWechat(session)
}

/** The former refresh token was refused, or may be spent: '' takes its place, so that it is not sent after a restart. */
function withoutRefreshToken<User>({ outcome, isRenewal }: Brought<User>): Brought<User> {
  const isKept = isUnbound(outcome) || outcome.refreshToken
  return { outcome: isKept ? outcome : spread(outcome, { refreshToken: '' }), isRenewal }
}
