import { check, isFunction, problemOf, type Table, type TableOf } from './check'
import type { Login, LoginEndpoint, RenewContext } from './http/exchange'
import type { TokenPlacement } from './http/token'
import type { Logout } from './http/remote-logout'
import type { IsExpired } from './http/delivery'
import type { Middleware } from './http/middleware'
import { AUTH_MODES, type RequestAuth } from './http/request-options'
import type { Piggyback } from './http/delivery'
import { originOf } from './http/url'
import { isPlainObject } from './plain-object'
import type { WxPort } from './platform/wx-port'
import type { Prefetch } from './session/acquire'
import type { StorageAdapter } from './session/storage'
import type { LoginOutcome, LoginReason } from './session/types'

/** Where the session is stored. */
export interface StorageOptions {
  /** Another key is another session; appid, version and `baseURL`'s origin are added. @default 'miniprogram-auth' */
  key?: string
  /** Encrypts what the platform stores. Base library 2.21.3; older ones store it plainly. @default false */
  encrypt?: boolean
  /** Stores the session elsewhere than in the platform's storage. */
  adapter?: StorageAdapter
}

/** The options of createAuth(). `baseURL` and `login` are all it needs. */
export interface AuthOptions<User = unknown> {
  /** Relative URLs are appended to it; its origin gets the token. `https://api.example.com`, with or without a path. */
  baseURL: string
  /**
   * How a code becomes a session: a path that is POSTed `{ code }` and answers `{ token, expiresIn?, refreshToken?,
   * user? }` or `{ unbound }`; an endpoint of another shape; or a function.
   */
  login: Login<User>
  /**
   * Gets a new session by the refresh token, if the last grant had one. A refusal falls back to a login; so does, once
   * the server has rejected the session, an outage, before which it stays in use. Where no login may stand in for the
   * session, a refusal is its end, and an outage rejects.
   */
  renew?: (context: RenewContext<User>) => Promise<LoginOutcome<User>>
  /**
   * Asks the user before a login, by a dialog or a login page: one question for all who wait. `false` rejects them, and
   * for one `cooldown` all but a tap, with USER_DENIED. login() does not ask: it is the answer yes.
   */
  confirmLogin?: (reason: LoginReason) => Promise<boolean>
  /** Tells the server of a logout: a path that is POSTed to with the token, or a function. A failure is a 'warning'. */
  logout?: Logout<User>
  /** Where the token goes. @default { header: 'Authorization', prefix: 'Bearer ' } */
  token?: TokenPlacement
  /** Further origins that may get the token: `https://files.example.com`. */
  trustedOrigins?: readonly string[]
  /** Does this answer say that the session is over? @default ({ statusCode }) => statusCode === 401 */
  isExpired?: IsExpired
  /** Where the session is stored. `false`: nowhere, and it is not shared with other instances. */
  storage?: false | StorageOptions
  /**
   * When wx.checkSession is asked: by checkSession() and the buttons alone, or also at launch, where an expired
   * session_key ends the stored session.
   * @default 'onDemand'
   */
  sessionKey?: 'onDemand' | 'onLaunch'
  /** `auth` of requests to trusted origins that name none. @default 'required' */
  auth?: RequestAuth
  /** `prefetch(parse)` of miniprogram-auth/prefetch: a cold start without a round trip. Base library 2.8.0. */
  prefetch?: Prefetch<User>
  /**
   * `piggyback({ attach, parse })` of miniprogram-auth/piggyback: login within the first request that needs a session.
   */
  piggyback?: Piggyback<User>
  /** ms for wx.login and the exchange of its code together. @default 15_000 */
  loginTimeout?: number
  /**
   * ms without an automatic login after a failed one; grows with each failure. Retry-After goes first. @default 10_000
   */
  cooldown?: number
  /** s; a session this close to its end is renewed first. @default 60 */
  renewBefore?: number
  /**
   * Requests, uploads and downloads under way at once. The rest wait, and logins go first.
   * @default `10`, the platform's limit
   */
  maxConcurrent?: number
  /** Middleware around every request, the first outermost. */
  use?: readonly Middleware[]
  /** The `wx` to use. @default the global `wx` */
  wx?: WxPort
}

const WX_MEMBERS = 'login, request, getStorage, setStorage, removeStorage, getUserInfo'

const ENDPOINT: TableOf<LoginEndpoint> = {
  required: { url: 'string', parse: 'function' },
  optional: { method: 'string', header: 'object', data: 'function' },
}
const ADAPTER: TableOf<StorageAdapter> = {
  required: { get: 'function', set: 'function', remove: 'function' },
}
const STORAGE: TableOf<StorageOptions> = {
  optional: {
    key: 'string',
    encrypt: 'boolean',
    adapter: ['be an object', isPlainObject, ADAPTER],
  },
}
const PLACEMENTS: readonly Table[] = [
  { required: { header: 'string' }, optional: { prefix: 'string' } },
  { required: { query: 'string' } },
  { required: { data: 'string' } },
  { required: { cookie: 'string' } },
]

const OPTIONS: TableOf<AuthOptions> = {
  required: {
    baseURL: [
      'be an http(s) URL without a query, such as https://api.example.com',
      (value) => isHttpURL(value) && !/[?#\s\\]/.test(value),
    ],
    login: ['be a path, an endpoint { url, parse } or a function', isPathOrFunction, ENDPOINT],
  },
  optional: {
    renew: 'function',
    prefetch: [
      'be what `prefetch()` of miniprogram-auth/prefetch gives',
      (value) => hasMethod(value, 'connect'),
    ],
    confirmLogin: 'function',
    piggyback: [
      'be what `piggyback()` of miniprogram-auth/piggyback gives',
      (value) => hasMethod(value, 'carry'),
    ],
    logout: ['be a path or a function', isPathOrFunction],
    token: [
      'be one of { header, prefix? }, { query }, { data }, { cookie } or a function',
      (value) => isFunction(value) || PLACEMENTS.some((placement) => !problemOf(placement, value)),
    ],
    trustedOrigins: [
      'be an array of origins such as https://files.example.com',
      (value) => Array.isArray(value) && value.every(isOrigin),
    ],
    isExpired: 'function',
    storage: ['be an object', (value) => value === false, STORAGE],
    sessionKey: { oneOf: ['onDemand', 'onLaunch'] },
    auth: { oneOf: AUTH_MODES },
    loginTimeout: 'timeout',
    cooldown: 'duration',
    renewBefore: 'duration',
    maxConcurrent: [
      'be a whole number from 1 up',
      (value) => Number.isInteger(value) && (value as number) > 0,
    ],
    use: ['be an array of functions', (value) => Array.isArray(value) && value.every(isFunction)],
    wx: [`have ${WX_MEMBERS}`, (value) => WX_MEMBERS.split(', ').every((name) => hasMethod(value, name))],
  },
}

/** Throws INVALID_OPTIONS, naming the first option that is missing, unknown or not what it should be. */
export function checkOptions(value: unknown): void {
  check('createAuth', OPTIONS, value)
}

const LOGIN_OPTIONS: Table = { optional: { force: 'boolean', data: 'anything' } }
/** `data` stands beside the code in the body. */
const LOGIN_BY_PATH: Table = { optional: { force: 'boolean', data: 'object' } }

export function checkLoginOptions(login: AuthOptions['login'], value: unknown): void {
  check('login', typeof login === 'string' ? LOGIN_BY_PATH : LOGIN_OPTIONS, value)
}

const SET_SESSION: Table = { optional: { wechat: 'boolean' } }
const RENEW_SESSION: Table = { optional: { generation: 'number' } }

export function checkSetSession(value: unknown): void {
  check('setSession', SET_SESSION, value)
}

export function checkRenewSession(value: unknown): void {
  check('renewSession', RENEW_SESSION, value)
}

function isPathOrFunction(value: unknown): boolean {
  return typeof value === 'string' || isFunction(value)
}

function hasMethod(value: unknown, name: string): boolean {
  return isFunction((value as Record<string, unknown> | null)?.[name])
}

function isHttpURL(value: unknown): value is string {
  return typeof value === 'string' && originOf(value) !== null
}

function isOrigin(value: unknown): boolean {
  // The eighth character is within the host: what follows must not be a path.
  return isHttpURL(value) && !/[/?#]/.test(value.slice(8))
}
