import { isAuthError } from '../auth-error'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/transport'
import type { Holder } from './holder'
import { checkOutcome } from './log-in'
import type { LoginOutcome, LoginReason, Session } from './types'

/** One way to a new session. Rejects with an AuthError. */
export type Acquire<User> = (reason: LoginReason, scope: Scope) => Promise<LoginOutcome<User>>

/** Brings the refresh token to the app's own server. May throw and reject with anything: it is the app's. */
export type Renew<User> = (session: Session<User>, scope: Scope) => Promise<LoginOutcome<User>>

/** A new session by the refresh token while there is one, else by a login. */
export function createAcquire<User>(
  holder: Holder<User>,
  logIn: Acquire<User>,
  renew: Renew<User> | undefined,
): Acquire<User> {
  /** A refresh token that was sent, and whose answer was lost: a server that rotates them may know it no more. */
  let spent: string | undefined

  return (reason, scope) => {
    const session = holder.known
    const refreshToken = session?.refreshToken
    if (!renew || !session || !refreshToken || refreshToken === spent || reason === 'user') {
      return logIn(reason, scope)
    }
    return Promise.resolve()
      .then(() => renew(session, scope))
      .then(checkOutcome)
      .catch((error: unknown) => {
        if (scope.ended) throw scope.ended
        const isTransient = isAuthError(error) && (isOutage(error) || error.code === 'SERVER_UNAVAILABLE')
        if (isAuthError(error) && isOutage(error)) spent = refreshToken
        // The server has not rejected the session: it goes on with that.
        if (isTransient && holder.session) throw error
        return logIn(reason, scope)
      })
  }
}
