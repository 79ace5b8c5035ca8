import { AuthError, isAuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import type { Scope } from '../platform/scope'
import { isFleeting, isOutage } from '../platform/failures'
import type { WxLoginResult } from '../platform/wx-port'
import { isPlainObject } from '../plain-object'
import { grantProblem, isUnbound } from './session'
import type { SessionKey } from './session-key'
import type { LoginOutcome, LoginReason } from './types'

/** Sends the code to the app's server. It is the app's code: it may throw, or settle with anything. */
export type Exchange<Outcome> = (
  code: string,
  reason: LoginReason,
  scope: Scope,
  /** What login({ data }) was given. */
  data?: unknown,
) => Outcome | Promise<Outcome>

export interface LoginAttempt<Outcome> {
  platform: Pick<Platform, 'call' | 'clock' | 'limit'>
  /** ms; ends the wait for wx.login. */
  timeout: number
  sessionKey: Pick<SessionKey, 'forget' | 'arrived'>
  exchange: Exchange<Outcome>
}

/**
 * One login: wx.login, then the exchange of its code. A code works once, so nothing is tried again with the same one.
 * Always rejects with an AuthError; the outcome is not checked here.
 */
export function logIn<Outcome>(
  { platform: { call, clock, limit }, timeout, sessionKey, exchange }: LoginAttempt<Outcome>,
  reason: LoginReason,
  scope: Scope,
  data?: unknown,
): Promise<Outcome> {
  const requestCode = (): Promise<WxLoginResult | undefined> =>
    limit().then(() => {
      // Logged out while it waited: wx.login must not replace the key now.
      if (scope.ended) throw scope.ended
      const askedAt = clock.now()
      sessionKey.forget()
      return call<WxLoginResult | undefined>(
        'login',
        {},
        { timeout, scope, codeOf: () => 'WX_LOGIN_FAILED' },
      ).then(
        // If the app was frozen in between, the code is too old.
        (result) => (clock.now() - askedAt < CODE_LIFE ? result : requestCode()),
      )
    })

  return requestCode()
    .catch((error: unknown) => {
      if (isFleeting(error as AuthError)) return requestCode()
      throw error
    })
    .then((result) => {
      const code = codeOf(result)
      // Logged out since the code came: nobody needs it.
      if (scope.ended) throw scope.ended
      return exchange(code, reason, scope, data)
    })
    .then((outcome) => {
      if (outcome && !scope.ended) sessionKey.arrived()
      return outcome
    })
    .catch((error: unknown) => {
      throw toLoginError(error)
    })
}

/** ms; an older code is refused by WeChat. */
const CODE_LIFE = 5 * 60_000

function codeOf(result: WxLoginResult | undefined): string {
  // The offline cache answers with the code of an earlier login, which has been used.
  if (result?.fromCache) throw loginFailed('wx.login answered from its cache: the device is offline.')
  if (!result?.code) throw loginFailed('wx.login succeeded without a code.')
  return result.code
}

function loginFailed(message: string): AuthError {
  return new AuthError('WX_LOGIN_FAILED', message)
}

/** Throws LOGIN_REJECTED for what is neither a grant nor unbound. */
export function checkOutcome<User>(outcome: LoginOutcome<User>): LoginOutcome<User> {
  const problem = isUnbound(outcome) ? '' : grantProblem(outcome)
  if (problem)
    throw new AuthError(
      'LOGIN_REJECTED',
      `The outcome of \`login\` (${described(outcome)}) ${problem}. ` +
        '`login: { url, parse }` reads an answer of another shape.',
    )
  return outcome
}

/** Names only: one of the values may be the token. */
function described(outcome: unknown): string {
  return isPlainObject(outcome) ? `{ ${Object.keys(outcome).join(', ')} }` : typeof outcome
}

export function toLoginError(cause: unknown): AuthError {
  if (!isAuthError(cause)) return new AuthError('LOGIN_REJECTED', '`login` failed; see `cause`.', { cause })
  if (!isOutage(cause)) return cause
  const { errMsg, errno, message } = cause
  return new AuthError('SERVER_UNAVAILABLE', `The login got no answer: ${message}`, { errMsg, errno, cause })
}
