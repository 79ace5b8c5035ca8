import { check, problemOf, type Rule, type Shape } from './check'
import type { Login, RenewContext } from './http/exchange'
import type { TokenPlacement } from './http/token'
import type { Logout } from './http/remote-logout'
import type { IsExpired } from './http/delivery'
import type { Middleware } from './http/middleware'
import type { Piggyback } from './http/delivery'
import { originOf } from './http/url'
import { isPlainObject } from './plain-object'
import type { WxPort } from './platform/wx-port'
import type { Prefetch } from './session/acquire'
import type { StorageAdapter } from './session/storage'
import type { LoginOutcome, LoginReason } from './session/types'

/** Where the session is stored. */
export interface StorageOptions {
  /** Another key is another session; the appid and the version are added. @default 'miniprogram-auth' */
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
   * Gets a new session by the refresh token, if the last grant had one. A refusal falls back to a login. If the server
   * cannot be reached, the session stays in use, or, if the server has rejected it, a login follows as well.
   */
  renew?: (context: RenewContext<User>) => Promise<LoginOutcome<User>>
  /** Asks the user before a login: one question for all who wait. `false` rejects them with USER_DENIED. */
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

const WX_MEMBERS = ['login', 'request', 'getStorage', 'setStorage', 'removeStorage', 'getUserInfo']

const OPTIONS = {
  required: ['baseURL', 'login'],
  members: {
    baseURL: (value) =>
      isHttpURL(value) && !/[?#\s\\]/.test(value)
        ? ''
        : 'must be an http(s) URL without a query, such as https://api.example.com',
    login: (value) =>
      isPlainObject(value)
        ? problemOf(ENDPOINT, value)
        : pathOrFunction(value, 'a path, an endpoint { url, parse } or a function'),
    renew: 'function',
    prefetch: (value) => madeBy('prefetch', 'connect', value),
    confirmLogin: 'function',
    piggyback: (value) => madeBy('piggyback', 'carry', value),
    logout: (value) => pathOrFunction(value, 'a path or a function'),
    token: (value) =>
      typeof value === 'function' || PLACEMENTS.some((placement) => !problemOf(placement, value))
        ? ''
        : 'must be one of { header, prefix? }, { query }, { data }, { cookie } or a function',
    trustedOrigins: (value) =>
      Array.isArray(value) && value.every(isOrigin)
        ? ''
        : 'must be an array of origins such as https://files.example.com',
    isExpired: 'function',
    storage: (value) => (value === false ? '' : problemOf(STORAGE, value)),
    sessionKey: ['onDemand', 'onLaunch'],
    loginTimeout: 'timeout',
    cooldown: 'duration',
    renewBefore: 'duration',
    maxConcurrent: (value) =>
      Number.isInteger(value) && (value as number) > 0 ? '' : 'must be a whole number from 1 up',
    use: (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'function')
        ? ''
        : 'must be an array of functions',
    wx: (value) => (WX_MEMBERS.every((name) => has(value, name)) ? '' : `must have ${WX_MEMBERS.join(', ')}`),
  } satisfies Record<keyof AuthOptions, Rule>,
}

const ENDPOINT: Shape = {
  required: ['url', 'parse'],
  members: { url: 'string', method: 'string', header: 'object', data: 'function', parse: 'function' },
}
const STORAGE: Shape = {
  members: {
    key: 'string',
    encrypt: 'boolean',
    adapter: {
      required: ['get', 'set', 'remove'],
      members: { get: 'function', set: 'function', remove: 'function' },
    },
  },
}
const PLACEMENTS: readonly Shape[] = [
  { required: ['header'], members: { header: 'string', prefix: 'string' } },
  { required: ['query'], members: { query: 'string' } },
  { required: ['data'], members: { data: 'string' } },
  { required: ['cookie'], members: { cookie: 'string' } },
]

/** Throws INVALID_OPTIONS, naming the first option that is missing, unknown or not what it should be. */
export function checkOptions(value: unknown): void {
  check('createAuth', OPTIONS, value)
}

const LOGIN_OPTIONS: Shape = { members: { force: 'boolean' } }

export function checkLoginOptions(value: unknown): void {
  check('login', LOGIN_OPTIONS, value)
}

function pathOrFunction(value: unknown, be: string): string {
  return typeof value === 'string' || typeof value === 'function' ? '' : `must be ${be}`
}

/** Made by the function of that name, of an entry point of that name? */
function madeBy(name: string, member: string, value: unknown): string {
  return has(value, member) ? '' : `must be what \`${name}()\` of miniprogram-auth/${name} gives`
}

function has(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown> | null)?.[name] === 'function'
}

function isHttpURL(value: unknown): value is string {
  return typeof value === 'string' && originOf(value) !== null
}

function isOrigin(value: unknown): boolean {
  // The eighth character is within the host: what follows must not be a path.
  return isHttpURL(value) && !/[/?#]/.test(value.slice(8))
}
