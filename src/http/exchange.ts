import { AuthError, type AuthErrorCode } from '../auth-error'
import { spread } from '../plain-object'
import { parseDate } from '../platform/clock'
import { headerOf } from '../platform/header'
import type { Platform } from '../platform/platform'
import type { Scope } from '../platform/scope'
import type { ServerClock } from '../platform/server-clock'
import type { HttpMethod, WxRequest, WxResponse, WxUserInfo } from '../platform/wx-port'
import type { Renew } from '../session/acquire'
import type { Exchange } from '../session/log-in'
import type { LoginOutcome, LoginReason, Session } from '../session/types'
import { resolveURL } from './url'

/** A login endpoint whose request or answer has a shape of its own. */
export interface LoginEndpoint<User = unknown> {
  /** Relative to `baseURL`, or absolute. */
  url: string
  /** Default 'POST'. */
  method?: HttpMethod
  /** Further request headers. */
  header?: Record<string, string>
  /** What is sent; default `{ code }`. */
  data?: (code: string) => unknown
  /** Reads the answer, of any status but 429 and 5xx, which are outages. A throw is LOGIN_REJECTED. */
  parse: Reader<LoginOutcome<User>>
}

/** Compared as a method is: it may name the body that its server sends, `({ data }: WxResponse<{ sid: string }>) => …`. */
export type Reader<Result> = { of(response: WxResponse): Result }['of']

/** The body is what the caller knows it to be. */
export type SendToServer = <T = unknown>(request: WxRequest) => Promise<WxResponse<T>>

/** What a login function is given. */
export interface LoginContext {
  /** From wx.login: lives five minutes, works once. */
  code: string
  /** Why the login began. */
  reason: LoginReason
  /**
   * One request without a token, its URL relative to `baseURL`, ended by `loginTimeout` and by a logout.
   * Not `auth.request`: that would wait for the login which it is part of. Resolves with any status but 429 and 5xx: those reject with SERVER_UNAVAILABLE, so that they count as an outage.
   */
  send: SendToServer
  /** wx.getUserInfo with credentials: today an anonymous profile, whose encryptedData still holds the unionId. */
  getUserInfo: () => Promise<WxUserInfo>
}

/** What the `renew` option is given. */
export interface RenewContext<User = unknown> {
  /** The session to renew; the server may have rejected it. */
  session: Session<User>
  /** What the last grant had. */
  refreshToken: string
  /** As in a login. */
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
  return (code, reason, scope) =>
    exchange({
      code,
      reason,
      send: sendWithin(context, scope),
      getUserInfo: () => getUserInfo(context, scope),
    })
}

/** The `renew` option with what it is given. */
export function createRenew<User>(
  renew: (context: RenewContext<User>) => Promise<LoginOutcome<User>>,
  context: ExchangeContext,
): Renew<User> {
  return (session, refreshToken, scope) =>
    renew({
      session,
      refreshToken,
      send: sendWithin(context, scope),
    })
}

function viaEndpoint<User>(login: string | LoginEndpoint<User>, { baseURL }: ExchangeContext) {
  const endpoint: LoginEndpoint<User> =
    typeof login === 'string'
      ? { url: login, parse: (response) => parseDefault(response, resolveURL(baseURL, login)) }
      : login
  const { url, method = 'POST', header, data = (code) => ({ code }), parse } = endpoint
  return ({ code, send }: LoginContext) => send({ url, method, header, data: data(code) }).then(parse)
}

function parseDefault<User>({ statusCode, data }: WxResponse, url: string): LoginOutcome<User> {
  if (statusCode >= 200 && statusCode < 300) return data as LoginOutcome<User>
  throw refused('LOGIN_REJECTED', url, statusCode)
}

function sendWithin(context: ExchangeContext, scope: Scope): SendToServer {
  return <T>(request: WxRequest) => send(context, request, scope) as Promise<WxResponse<T>>
}

function send(context: ExchangeContext, request: WxRequest, scope: Scope) {
  const { platform, baseURL } = context
  // A code, or a refresh token, does not follow a redirect: whoever it points to could log in with it.
  const sent = spread(request, { url: resolveURL(baseURL, request.url), redirect: 'manual' })
  return platform.transport(sent, scope).then((response) => {
    const { statusCode } = response
    if (statusCode !== 429 && statusCode < 500) return response
    throw refused('SERVER_UNAVAILABLE', sent.url, statusCode, retryAt(response, platform.serverClock))
  })
}

function refused(code: AuthErrorCode, url: string, statusCode: number, retryAt?: number): AuthError {
  // A query may hold the code.
  const endpoint = url.replace(/[?#].*/, '')
  return new AuthError(code, `The login endpoint ${endpoint} answered ${statusCode}.`, {
    retryAt,
    detail: { statusCode },
  })
}

/** What Retry-After asks for, seconds or a date, by the device's clock. */
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
      // Only texts tell a denial here, and they vary: `auth deny`, `auth denied`, `authorize no response`.
      codeOf: ({ errMsg = '' }) => (/auth/i.test(errMsg) ? 'USER_DENIED' : 'WX_LOGIN_FAILED'),
    },
  )
}
