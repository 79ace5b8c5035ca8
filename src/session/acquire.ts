import { isAuthError, type AuthError } from '../auth-error'
import { spread } from '../plain-object'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/failures'
import type { Engine } from './engine'
import { checkOutcome, logIn, type Exchange, type LoginAttempt } from './log-in'
import { isUnbound } from './session'
import type { LoginOutcome, LoginReason, Session } from './types'

/** Brings the code within a request of the app's own; null if its answer held no session. */
export type Carry<User> = Exchange<LoginOutcome<User> | null>

/** What a way to a session is given by the engine that it leads to. */
export interface PrefetchContext<User> {
  engine: Pick<Engine<User>, 'changes' | 'state' | 'platform'>
  warn: (error: AuthError) => void
  checkOutcome: (outcome: LoginOutcome<User>) => LoginOutcome<User>
}

export interface PrefetchedLogin<User> {
  /**
   * The outcome of what WeChat fetched before the app ran, else that of `logIn`. Data that comes while `logIn` runs ends
   * it, if it `mayRace`.
   */
  orElse(
    logIn: (scope: Scope) => Promise<LoginOutcome<User>>,
    scope: Scope,
    mayRace: boolean,
  ): Promise<LoginOutcome<User>>
}

/** What `prefetch()` of miniprogram-auth/prefetch gives, for the option of that name. */
export interface Prefetch<User = unknown> {
  /** For the library alone. */
  readonly connect: (context: PrefetchContext<User>) => PrefetchedLogin<User>
}

/** A new session, by the shortest way there is. Rejects with an AuthError. */
export type Acquire<User> = (
  reason: LoginReason,
  scope: Scope,
  carry?: Carry<User>,
) => Promise<LoginOutcome<User>>

/** Brings the refresh token to the app's own server. May throw and reject with anything: it is the app's. */
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
  /** A refresh token that was sent, and whose answer has not come: a server that rotates them may know it no more. */
  let spent: string | undefined
  /** What was fetched at the launch is a session of who was there then. */
  const { generation } = engine
  let isColdStart = true

  function viaCode(reason: LoginReason, scope: Scope, carry?: Carry<User>): Promise<LoginOutcome<User>> {
    if (!carry) return logIn(attempt, reason, scope)
    // The code has been used, so the exchange needs another.
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
          // The server has not rejected the session: it goes on with that.
          if (engine.session && (isAnswered || (isAuthError(error) && isOutage(error)))) throw error
          // Refused, or of no known use: after a restart it is not to be sent again either.
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
