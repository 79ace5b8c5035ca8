import {
  boolean,
  callable,
  duration,
  either,
  must,
  object,
  optional,
  refuse,
  shape,
  string,
  type Check,
} from './check'
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
  /** Instead of 'miniprogram-auth'; the appid and the version are added. Another key is another session. */
  key?: string
  /** Encrypts what the platform stores. Base library 2.21.3; older ones store it plainly. */
  encrypt?: boolean
  /** Stores elsewhere than in the platform's storage. */
  adapter?: StorageAdapter
}

/** What createAuth() is given. `baseURL` and `login` are all it needs. */
export interface AuthOptions<User = unknown> {
  /** Relative URLs are appended to it; its origin gets the token. `https://api.example.com`, with or without a path. */
  baseURL: string
  /** How a code becomes a session: a path that is POSTed `{ code }`, an endpoint of another shape, or a function. */
  login: Login<User>
  /**
   * A new session by the refresh token, where the last grant had one. A refusal falls back to a login; a failure on
   * the way does so too if the session is rejected already, else requests go on with it.
   */
  renew?: (context: RenewContext<User>) => Promise<LoginOutcome<User>>
  /** Asks the user before a login: one question for all who wait. What is not true rejects them with USER_DENIED. */
  confirmLogin?: (reason: LoginReason) => Promise<boolean>
  /** Tells the server of a logout: a path that is POSTed to with the token, or a function. Failures are warnings. */
  logout?: Logout<User>
  /** Default `{ header: 'Authorization', prefix: 'Bearer ' }`. */
  token?: TokenPlacement
  /** Further origins that may get the token: `https://files.example.com`. */
  trustedOrigins?: readonly string[]
  /** Does this answer say that the session is over? Default: status 401. */
  isExpired?: IsExpired
  /** `false`: the session is not stored, and not shared. */
  storage?: false | StorageOptions
  /**
   * When wx.checkSession is asked: by checkSession() alone (default), or also at launch, where an expired
   * session_key then ends a stored session.
   */
  sessionKey?: 'onDemand' | 'onLaunch'
  /** `prefetch(parse)` of miniprogram-auth/prefetch: a cold start without any round trip. Base library 2.8.0. */
  prefetch?: Prefetch<User>
  /** `piggyback({ attach, parse })` of miniprogram-auth/piggyback: a login within the first request that needs a session. */
  piggyback?: Piggyback<User>
  /** ms for wx.login and exchange together; default 15,000. */
  loginTimeout?: number
  /** ms without an automatic login after one that failed; default 10,000. */
  cooldown?: number
  /** s; a session this close to its end is renewed first; default 60. */
  renewBefore?: number
  /**
   * Requests, uploads and downloads under way at once; default 10, which is the platform's limit. The rest wait, and
   * logins go first.
   */
  maxConcurrent?: number
  /** What stands around every request, the first outermost. */
  use?: readonly Middleware[]
  /** Default: the global `wx`. */
  wx?: WxPort
}

const baseURL = must(
  'be an http(s) URL without a query, such as https://api.example.com',
  (value) => isHttpURL(value) && !/[?#\s\\]/.test(value),
)

const origins = must(
  'be an array of origins such as https://files.example.com',
  // The eighth character is within the host: what follows must not be a path.
  (value) => Array.isArray(value) && value.every((item) => isHttpURL(item) && !/[/?#]/.test(item.slice(8))),
)

const endpoint = shape({
  url: string,
  method: optional(string),
  header: optional(object),
  data: optional(callable),
  parse: callable,
})
const path = either('be a path, an endpoint { url, parse } or a function', string, callable)

const storage = shape({
  key: optional(string),
  encrypt: optional(boolean),
  adapter: optional(shape({ get: callable, set: callable, remove: callable })),
})

const WX_MEMBERS = ['login', 'request', 'getStorage', 'setStorage', 'removeStorage', 'getUserInfo']

/** Made by the function of that name, of an entry point of that name. */
const made = (name: string, member: string) =>
  must(
    `be what \`${name}()\` of miniprogram-auth/${name} gives`,
    (value) => typeof (value as Record<string, unknown> | null)?.[member] === 'function',
  )

const checkAuthOptions = shape({
  baseURL,
  login: (value) => (isPlainObject(value) ? endpoint : path)(value),
  renew: optional(callable),
  prefetch: optional(made('prefetch', 'connect')),
  confirmLogin: optional(callable),
  piggyback: optional(made('piggyback', 'carry')),
  logout: optional(either('be a path or a function', string, callable)),
  token: optional(
    either(
      'be one of { header, prefix? }, { query }, { data }, { cookie } or a function',
      shape({ header: string, prefix: optional(string) }),
      shape({ query: string }),
      shape({ data: string }),
      shape({ cookie: string }),
      callable,
    ),
  ),
  trustedOrigins: optional(origins),
  isExpired: optional(callable),
  storage: (value) => (value === false ? '' : optional(storage)(value)),
  sessionKey: optional(
    must("be 'onDemand' or 'onLaunch'", (value) => value === 'onDemand' || value === 'onLaunch'),
  ),
  loginTimeout: optional(duration(1)),
  cooldown: optional(duration(0)),
  renewBefore: optional(duration(0)),
  maxConcurrent: optional(
    must('be a whole number from 1 up', (value) => Number.isInteger(value) && (value as number) > 0),
  ),
  use: optional(
    must(
      'be an array of functions',
      (value) => Array.isArray(value) && value.every((item) => typeof item === 'function'),
    ),
  ),
  wx: optional(
    must(`have ${WX_MEMBERS.join(', ')}`, (value) =>
      WX_MEMBERS.every((name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function'),
    ),
  ),
} satisfies Record<keyof AuthOptions, Check>)

/** Throws INVALID_OPTIONS, naming the first option that is missing, unknown or not what it should be. */
export function checkOptions(value: unknown): void {
  refuse('createAuth', checkAuthOptions(value))
}

const checkForce = shape({ force: optional(boolean) })

export function checkLoginOptions(value: unknown): void {
  refuse('login', checkForce(value))
}

function isHttpURL(value: unknown): value is string {
  return typeof value === 'string' && originOf(value) !== null
}
