import { isAuthError, type AuthError } from '../auth-error'
import { spread } from '../plain-object'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/failures'
import type { Engine } from './engine'
import { checkOutcome, logIn, type Exchange, type LoginAttempt } from './log-in'
import { isUnbound } from './session'
import type { LoginOutcome, LoginReason, Session } from './types'

/** Sends the code along with one of the app's requests; null if the answer held no session. */
export type Carry<User> = Exchange<LoginOutcome<User> | null>

/** What a prefetch is given by the core. */
export interface PrefetchContext<User> {
  engine: Pick<Engine<User>, 'changes' | 'state' | 'platform'>
  warn: (error: AuthError) => void
  checkOutcome: (outcome: LoginOutcome<User>) => LoginOutcome<User>
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

/** Gets a new session in the cheapest way there is. Rejects with an AuthError. */
export type Acquire<User> = (
  reason: LoginReason,
  scope: Scope,
  carry?: Carry<User>,
) => Promise<LoginOutcome<User>>

/** Sends the refresh token to the app's server. It is the app's code: it may throw, or reject with anything. */
export type Renew<User> = (
  session: Session<User>,
  refreshToken: string,
  scope: Scope,
) => Promise<LoginOutcome<User>>

export interface AcquireContext<User> {
  engine: Pick<Engine<User>, 'generation' | 'session' | 'lastSession'>
  attempt: LoginAttempt<LoginOutcome<User>>
  renew?: Renew<User>
  prefetched?: PrefetchedLogin<User>
}

export function createAcquire<User>({
  engine,
  attempt,
  renew,
  prefetched,
}: AcquireContext<User>): Acquire<User> {
  /** A refresh token that was sent and got no answer. A server that rotates tokens may no longer accept it. */
  let spent: string | undefined
  /** Data fetched at launch belongs to the user of that time: it is not for a later generation. */
  const { generation } = engine
  let isColdStart = true

  function viaCode(reason: LoginReason, scope: Scope, carry?: Carry<User>): Promise<LoginOutcome<User>> {
    if (!carry) return logIn(attempt, reason, scope)
    // The code is used up: the exchange needs another.
    return logIn({ ...attempt, exchange: carry }, reason, scope).then(
      (outcome) => outcome ?? viaCode(reason, scope),
    )
  }

  function viaRefreshToken(
    renewal: () => Promise<LoginOutcome<User>>,
    refreshToken: string,
    otherwise: () => Promise<LoginOutcome<User>>,
    scope: Scope,
  ) {
    spent = refreshToken
    return Promise.resolve()
      .then(renewal)
      .then(checkOutcome)
      .then(
        (outcome) => {
          if (!scope.ended) spent = undefined
          return outcome
        },
        (error: unknown) => {
          if (scope.ended) throw scope.ended
          const isAnswered = isAuthError(error, 'SERVER_UNAVAILABLE')
          if (isAnswered) spent = undefined
          // The server has not rejected the session: keep it.
          if (engine.session && (isAnswered || (isAuthError(error) && isOutage(error)))) throw error
          // The token was refused or may be spent. '' takes its place, so that it is not sent after a restart either.
          return otherwise()
            .then(checkOutcome)
            .then((outcome) =>
              isUnbound(outcome) || outcome.refreshToken ? outcome : spread(outcome, { refreshToken: '' }),
            )
        },
      )
  }

  return (reason, scope, carry) => {
    const first = isColdStart && !generation.ended ? prefetched : undefined
    isColdStart = false
    const session = engine.lastSession
    if (renew && session?.refreshToken && session.refreshToken !== spent && reason !== 'user') {
      const { refreshToken } = session
      const renewal = () => renew(session, refreshToken, scope)
      const otherwise = () => viaCode(reason, scope)
      return viaRefreshToken(renewal, refreshToken, otherwise, scope).then(checkOutcome)
    }
    const acquired =
      first && reason === 'missing'
        ? first.orElse((inner) => viaCode(reason, inner, carry), scope, !carry)
        : viaCode(reason, scope, carry)
    return acquired.then(checkOutcome)
  }
}
