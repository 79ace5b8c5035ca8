import { AuthError, isAuthError } from '../auth-error'
import { call } from '../platform/call'
import type { Clock } from '../platform/clock'
import type { Scope } from '../platform/scope'
import { isOutage } from '../platform/transport'
import type { WxLoginResult, WxPort } from '../platform/wx-port'
import { outcomeProblem } from './session'
import type { LoginOutcome, LoginReason } from './types'

/** Brings the code to the app's own server. */
export type Exchange<User> = (code: string, reason: LoginReason, scope: Scope) => Promise<LoginOutcome<User>>

export interface LoginContext<User> {
  port: WxPort
  clock: Clock
  /** ms; ends the wait for wx.login. */
  timeout: number
  exchange: Exchange<User>
}

/**
 * One login: wx.login, then the exchange of its code. A code works once, so nothing here is tried again with
 * the same one. Rejects with an AuthError, whatever the exchange does.
 */
export async function logIn<User>(
  { port, clock, timeout, exchange }: LoginContext<User>,
  reason: LoginReason,
  scope: Scope,
): Promise<LoginOutcome<User>> {
  const context = { clock, timeout, scope, codeOf: () => 'WX_LOGIN_FAILED' as const }
  const code = codeOf(await call<WxLoginResult>('login', context, (callbacks) => port.login(callbacks)))
  if (scope.ended) throw scope.ended

  let outcome: LoginOutcome<User>
  try {
    outcome = await exchange(code, reason, scope)
  } catch (error) {
    throw asLoginError(error)
  }
  const problem = outcomeProblem(outcome)
  if (problem) throw new AuthError('LOGIN_REJECTED', `The outcome of \`login\` ${problem}.`)
  return outcome
}

function codeOf(result: WxLoginResult | undefined): string {
  // The offline cache answers with the code of an earlier login, which has been used.
  if (result?.fromCache)
    throw new AuthError('WX_LOGIN_FAILED', 'wx.login answered from its cache: the device is offline.')
  if (!result?.code) throw new AuthError('WX_LOGIN_FAILED', 'wx.login succeeded without a code.')
  return result.code
}

function asLoginError(error: unknown): AuthError {
  if (isAuthError(error)) return isOutage(error) ? serverUnavailable(error) : error
  const reason = error instanceof Error ? error.message : String(error)
  return new AuthError('LOGIN_REJECTED', `\`login\` failed: ${reason}`, { cause: error })
}

function serverUnavailable(error: AuthError): AuthError {
  if (error.code === 'SERVER_UNAVAILABLE') return error
  const { errMsg, errno, message } = error
  return new AuthError('SERVER_UNAVAILABLE', `The login got no answer: ${message}`, {
    errMsg,
    errno,
    cause: error,
  })
}
