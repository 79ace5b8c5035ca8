import { AuthError, causedBy, isAuthError } from '../auth-error'
import type { WxResponse } from '../platform/wx-port'
import type { LogoutReason } from './types'

export function loggedOut(reason: LogoutReason): AuthError {
  return new AuthError(
    'LOGGED_OUT',
    reason === 'user'
      ? 'The user has logged out. Call login() when the user asks to log in again.'
      : 'The session of this account has ended. Show the login page, and call setSession(), or login() for the WeChat user.',
  )
}

export function sessionChanged(): AuthError {
  return new AuthError(
    'SESSION_CHANGED',
    'Another session replaced the one that this was for. It is not sent as the new user; start it again if it is wanted.',
  )
}

export function unbound(detail: unknown): AuthError {
  const error = new AuthError(
    'UNBOUND',
    'This WeChat user has no account yet. Bind one, then call setSession().',
  )
  // What binds an account is as secret as a token: not enumerable, so that no log or JSON shows it.
  return Object.defineProperty(error, 'detail', { value: detail, writable: true, configurable: true })
}

export function unavailable(): AuthError {
  return new AuthError(
    'UNAVAILABLE',
    'A page opened from Moments (single-page mode) has no login. Show what is public.',
  )
}

export function coolingDown(
  { error, retryAt }: { error: AuthError; retryAt: number },
  now: number,
): AuthError {
  const seconds = Math.ceil((retryAt - now) / 1000)
  return new AuthError(
    'COOLING_DOWN',
    `The last login failed (${error.code}); the next automatic one is due in ${seconds} s. login() does not wait.`,
    { retryAt, cause: error },
  )
}

export function loginTimedOut(loginTimeout: number, wasFrozen: boolean): AuthError {
  // An INTERRUPTED cause costs no cooldown.
  const cause = wasFrozen
    ? new AuthError('INTERRUPTED', 'The app was in the background meanwhile.')
    : undefined
  // The likely cause: auth.request() within `login` waits for the login that it is part of.
  const message = `The login took longer than ${loginTimeout} ms (\`loginTimeout\`). Within \`login\`, use its \`send\`, not auth.request().`
  return new AuthError('LOGIN_TIMEOUT', message, { cause })
}

/** `response`: the answer that says so. */
export function sessionRejected(retryAt?: number, response?: WxResponse): AuthError {
  return new AuthError(
    'SESSION_REJECTED',
    'The server rejected the session that its login endpoint had just given. See that the two agree, look at `isExpired`, and whether another device ends it.',
    { retryAt, response },
  )
}

export function sessionEnded(response?: WxResponse): AuthError {
  return new AuthError(
    'SESSION_REJECTED',
    'The server rejected the session, and no other login may stand in for this account. Show the login page.',
    { response },
  )
}

export function userDenied(): AuthError {
  return new AuthError('USER_DENIED', 'The user does not want to log in: `confirmLogin` gave false.')
}

export function confirmFailed(cause: unknown): AuthError {
  return causedBy(cause, 'LOGIN_REJECTED', '`confirmLogin` failed')
}

export function isExpiredFailed(cause: unknown): AuthError {
  return isAuthError(cause) ? cause : causedBy(cause, 'INVALID_OPTIONS', '`isExpired` failed')
}
