import { AuthError, causedBy, isAuthError, membersOf, type AuthErrorCode } from '../auth-error'
import { isPlainObject, spread } from '../plain-object'
import { parseDate } from '../platform/clock'
import { headerOf } from '../platform/header'
import type { Platform } from '../platform/platform'
import type { Scope } from '../platform/scope'
import type { ServerClock } from '../platform/server-clock'
import type { HttpMethod, WxRequest, WxResponse, WxUserInfo } from '../platform/wx-port'
import type { Renew } from '../session/acquire'
import type { Exchange } from '../session/log-in'
import { grantProblem, isUnbound } from '../session/session'
import type { LoginOutcome, LoginReason, Session } from '../session/types'
import { forWx } from './request-options'
import { resolveURL } from './url'

/** A login endpoint whose request or answer has another shape. */
export interface LoginEndpoint<User = unknown> {
  /** Relative to `baseURL`, or absolute. */
  url: string
  /** @default 'POST' */
  method?: HttpMethod
  /** Further request headers. */
  header?: Record<string, string>
  /** The body; `given` is what login({ data }) was given. @default (code, given) => ({ ...given, code }) */
  // As a method: it may name what the app gives.
  data?: { of(code: string, given: unknown): unknown }['of']
  /**
   * Turns the answer into an outcome. It gets every status but 429 and 5xx, which are SERVER_UNAVAILABLE; what it
   * throws is the `cause` of LOGIN_REJECTED.
   */
  parse: Reader<LoginOutcome<User>>
}

/** Typed as a method, so that the function may name its body: `({ data }: WxResponse<{ sid: string }>) => …`. */
export type Reader<Result> = { of(response: WxResponse): Result }['of']

/** Sends one request; `T` is the type of the answer's body. */
export type SendToServer = <T = unknown>(request: WxRequest) => Promise<WxResponse<T>>

/** What a login function is given. */
export interface LoginContext {
  /** From wx.login: lives five minutes, works once. */
  code: string
  /** What login({ data }) was given: what a tap brought, a phone code say. Undefined for every other login. */
  data: unknown
  /** Why the login began. */
  reason: LoginReason
  /**
   * Sends one request without a token, its URL relative to `baseURL`. Resolves with any status but 429 and 5xx; those
   * reject with SERVER_UNAVAILABLE. `loginTimeout` and a logout end it. Not `auth.request`: that would wait for the
   * login that it is part of.
   */
  send: SendToServer
  /**
   * wx.getUserInfo with credentials: an anonymous profile today, but its encryptedData still holds the unionId.
   * Rejects with USER_DENIED.
   * https://developers.weixin.qq.com/miniprogram/dev/api/open-api/user-info/wx.getUserInfo.html
   */
  getUserInfo: () => Promise<WxUserInfo>
}

/** What the `renew` option is given. */
export interface RenewContext<User = unknown> {
  /** The session to renew; the server may have rejected it. */
  session: Session<User>
  /** From the last grant that had one. */
  refreshToken: string
  /** As in LoginContext. */
  send: SendToServer
}

/** The `login` option: a path that is POSTed `{ code }`, an endpoint of another shape, or a function. */
export type Login<User = unknown> =
  string | LoginEndpoint<User> | ((context: LoginContext) => Promise<LoginOutcome<User>>)

export interface ExchangeContext {
  platform: Platform
  baseURL: string
  /** ms */
  timeout: number
}

/** The three forms of the `login` option, as one function. */
export function createExchange<User>(
  login: Login<User>,
  context: ExchangeContext,
): Exchange<LoginOutcome<User>> {
  const exchange = typeof login === 'function' ? login : viaEndpoint(login, context)
  return (code, reason, scope, data) =>
    exchange({
      code,
      reason,
      data,
      send: sendWithin(context, scope, 'login'),
      getUserInfo: () => getUserInfo(context, scope),
    })
}

/** The `renew` option, called with its context. */
export function createRenew<User>(
  renew: (context: RenewContext<User>) => Promise<LoginOutcome<User>>,
  context: ExchangeContext,
): Renew<User> {
  return (session, refreshToken, scope) =>
    renew({
      session,
      refreshToken,
      send: sendWithin(context, scope, 'renew'),
    })
}

function viaEndpoint<User>(login: string | LoginEndpoint<User>, { baseURL }: ExchangeContext) {
  const endpoint: LoginEndpoint<User> =
    typeof login === 'string' ? { url: login, parse: ({ data }) => data as LoginOutcome<User> } : login
  const { url, method = 'POST', header, data = withCode, parse } = endpoint
  return ({ code, data: given, send }: LoginContext) =>
    send({ url, method, header, data: data(code, given) }).then((response) => {
      const refusal = () => refused('LOGIN_REJECTED', 'login', resolveURL(baseURL, url), response)
      if (typeof login === 'string' && !isSuccess(response)) throw refusal()
      return Promise.resolve(response)
        .then(parse)
        .catch((error: unknown) => {
          throw isAuthError(error) ? error : parseFailed(error, response)
        })
        .then((outcome) => {
          // What the server said goes before what its answer lacks.
          if (!isSuccess(response) && !isUnbound(outcome) && grantProblem(outcome)) throw refusal()
          return outcome
        })
    })
}

function parseFailed(error: unknown, response: WxResponse): AuthError {
  const { statusCode, data } = response
  const problem = `\`parse\` of \`login\` failed for the answer ${statusCode} ${membersOf(data)}`
  // Where the login went well, the answer may hold a token.
  const details = isSuccess(response) ? undefined : { response, detail: { statusCode } }
  return causedBy(error, 'LOGIN_REJECTED', problem, details)
}

function isSuccess({ statusCode }: WxResponse): boolean {
  return statusCode >= 200 && statusCode < 300
}

function withCode(code: string, given: unknown): object {
  return spread<object>(isPlainObject(given) ? given : {}, { code })
}

function sendWithin(context: ExchangeContext, scope: Scope, option: 'login' | 'renew'): SendToServer {
  return <T>(request: WxRequest) => send(context, request, scope, option) as Promise<WxResponse<T>>
}

function send(context: ExchangeContext, request: WxRequest, scope: Scope, option: 'login' | 'renew') {
  const { platform, baseURL } = context
  // No redirect: whoever it points to could log in with the code, or with the refresh token.
  const sent = forWx(request)
  sent.url = resolveURL(baseURL, request.url)
  sent.redirect = 'manual'
  return platform.transport(sent, scope).then((response) => {
    const { statusCode } = response
    if (statusCode !== 429 && statusCode < 500) return response
    throw refused('SERVER_UNAVAILABLE', option, sent.url, response, retryAt(response, platform.serverClock))
  })
}

/** The server does not do what the option of that name is for. */
export function refused(
  code: AuthErrorCode,
  option: 'login' | 'renew' | 'logout',
  url: string,
  response: WxResponse,
  retryAt?: number,
): AuthError {
  const { statusCode } = response
  // A query may hold the code.
  const endpoint = url.replace(/[?#].*/, '')
  return new AuthError(code, `The ${option} endpoint ${endpoint} answered ${statusCode}.`, {
    response,
    retryAt,
    detail: { statusCode },
  })
}

/** The time that Retry-After (seconds or a date) asks for, by the device's clock. */
function retryAt({ header }: WxResponse, serverClock: ServerClock): number | undefined {
  const value = headerOf(header, 'retry-after')
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return serverClock.now() - serverClock.skew + Number(value) * 1000
  const at = parseDate(value)
  return at === undefined ? undefined : at - serverClock.learned
}

function getUserInfo({ platform, timeout }: ExchangeContext, scope: Scope): Promise<WxUserInfo> {
  return platform.call<WxUserInfo>(
    'getUserInfo',
    { withCredentials: true },
    {
      timeout,
      scope,
      // A denial shows in the text alone, and texts vary: `auth deny`, `auth denied`, `authorize no response`.
      codeOf: ({ errMsg = '' }) => (/auth/i.test(errMsg) ? 'USER_DENIED' : 'WX_LOGIN_FAILED'),
    },
  )
}
