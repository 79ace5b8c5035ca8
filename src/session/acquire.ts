import { isAuthError } from '../auth-error'
import { spread } from '../plain-object'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/failures'
import type { Engine } from './engine'
import { checkOutcome, logIn, type Exchange, type LoginAttempt } from './log-in'
import { isUnbound } from './session'
import type { Prefetch } from './prefetch'
import type { LoginOutcome, LoginReason, Session } from './types'

/** Brings the code within a request of the app's own; null if its answer held no session. */
export type Carry<User> = Exchange<LoginOutcome<User> | null>

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
  prefetch?: Prefetch<User>
}

export function createAcquire<User>({
  engine,
  attempt,
  renew,
  prefetch,
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
    const fetched = isColdStart && !generation.ended ? prefetch : undefined
    isColdStart = false
    const session = engine.lastSession
    if (renew && session?.refreshToken && session.refreshToken !== spent && reason !== 'user') {
      const { refreshToken } = session
      const renewal = () => renew(session, refreshToken, scope)
      const otherwise = () => viaCode(reason, scope)
      return viaRefreshToken(renewal, refreshToken, otherwise, scope).then(checkOutcome)
    }
    const acquired =
      fetched && reason === 'missing'
        ? fetched.orElse((inner) => viaCode(reason, inner, carry), scope, !carry)
        : viaCode(reason, scope, carry)
    return acquired.then(checkOutcome)
  }
}
