import { AuthError, causedBy, isAuthError, membersOf } from '../auth-error'
import type { Platform } from '../platform/platform'
import type { Scope } from '../platform/scope'
import { isFleeting, isOutage } from '../platform/failures'
import type { WxLoginResult } from '../platform/wx-port'
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
      throw toLoginError(error, 'login')
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

/** The options of createAuth that give a session. */
export type Source = 'login' | 'renew' | 'prefetch' | 'piggyback.parse'

/** Throws LOGIN_REJECTED for what is neither a grant nor unbound. */
export function checkOutcome<User>(outcome: LoginOutcome<User>, source: Source): LoginOutcome<User> {
  const problem = isUnbound(outcome) ? '' : grantProblem(outcome)
  if (!problem) return outcome
  const remedy =
    source === 'login'
      ? '`login: { url, parse }` reads an answer of another shape.'
      : 'It must be { token, expiresIn?, refreshToken?, user? }, or { unbound }.'
  throw new AuthError(
    'LOGIN_REJECTED',
    `The outcome of \`${source}\` (${membersOf(outcome)}) ${problem}. ${remedy}`,
  )
}

export function toLoginError(cause: unknown, source: 'login' | 'renew'): AuthError {
  if (!isAuthError(cause)) return causedBy(cause, 'LOGIN_REJECTED', `\`${source}\` failed`)
  if (!isOutage(cause)) return cause
  const { errMsg, errno, message } = cause
  const what = source === 'login' ? 'The login' : 'The renewal'
  return new AuthError('SERVER_UNAVAILABLE', `${what} got no answer: ${message}`, { errMsg, errno, cause })
}
