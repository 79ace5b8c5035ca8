import { AuthError } from './auth-error'
import type { Login } from './http/exchange'
import type { TokenPlacement } from './http/place-token'
import type { Logout } from './http/remote-logout'
import type { IsExpired } from './http/request'
import { originOf } from './http/url'
import {
  boolean,
  callable,
  either,
  must,
  notNegative,
  object,
  optional,
  positive,
  shape,
  string,
  text,
  type Check,
} from './check'
import { isPlainObject } from './plain-object'
import type { WxPort } from './platform/wx-port'

export interface AuthOptions<User = unknown> {
  /** Relative URLs are appended to it; its origin gets the token. `https://api.example.com`, with or without a path. */
  baseURL: string
  /** How a code becomes a session: a path that is POSTed `{ code }`, an endpoint of another shape, or a function. */
  login: Login<User>
  /** Tells the server of a logout: a path that is POSTed to with the token, or a function. Failures are warnings. */
  logout?: Logout<User>
  /** Default `{ header: 'Authorization', prefix: 'Bearer ' }`. */
  token?: TokenPlacement
  /** Further origins that may get the token: `https://files.example.com`. */
  trustedOrigins?: readonly string[]
  /** Does this answer say that the session is over? Default: status 401. */
  isExpired?: IsExpired
  /** `false`: the session is not stored. `key`: instead of 'miniprogram-auth', for a second instance. */
  storage?: false | { key?: string }
  /** ms for wx.login and exchange together; default 15,000. */
  loginTimeout?: number
  /** ms without an automatic login after one that failed; default 10,000. */
  cooldown?: number
  /** s; a session this close to its end is renewed first; default 60. */
  renewBefore?: number
  /** Default: the global `wx`. */
  wx?: WxPort
}

const baseURL = must(
  'be an http(s) URL without a query, such as https://api.example.com',
  (value) => typeof value === 'string' && originOf(value) !== null && !/[?#\s\\]/.test(value),
)

const origin = must('', (value) => typeof value === 'string' && originOf(value) === value.toLowerCase())

const login: Check = (value) =>
  isPlainObject(value)
    ? shape({
        url: text,
        method: optional(text),
        header: optional(object),
        data: optional(callable),
        parse: callable,
      })(value)
    : either('be a path, an endpoint { url, parse } or a function', text, callable)(value)

const token = either(
  'be one of { header, prefix? }, { query }, { data }, { cookie } or a function',
  shape({ header: text, prefix: optional(string) }),
  shape({ query: text }),
  shape({ data: text }),
  shape({ cookie: text }),
  callable,
)

const wxMembers = ['login', 'request', 'getStorage', 'setStorage', 'removeStorage', 'getUserInfo']

const options = shape({
  baseURL,
  login,
  logout: optional(either('be a path or a function', text, callable)),
  token: optional(token),
  trustedOrigins: optional(
    must('be an array of origins such as https://files.example.com', (value) => {
      return Array.isArray(value) && value.every((item) => origin(item) === undefined)
    }),
  ),
  isExpired: optional(callable),
  storage: optional((value) => (value === false ? undefined : shape({ key: optional(text) })(value))),
  loginTimeout: optional(positive),
  cooldown: optional(notNegative),
  renewBefore: optional(notNegative),
  wx: optional(
    must(`have ${wxMembers.join(', ')}, as \`wx\` has`, (value) => {
      return wxMembers.every(
        (name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function',
      )
    }),
  ),
} satisfies Record<keyof AuthOptions, Check>)

const loginOptions = shape({ force: optional(boolean) })

/** Throws INVALID_OPTIONS, naming the first option that is missing, unknown or not what it should be. */
export function checkOptions(value: unknown): void {
  refuse('createAuth', options(value))
}

export function checkLoginOptions(value: unknown): void {
  refuse('login', loginOptions(value))
}

function refuse(call: string, problem: string | undefined) {
  if (problem === undefined) return
  const sentence = problem.startsWith(': ') ? problem : `: what it is given ${problem}`
  throw new AuthError('INVALID_OPTIONS', `${call}${sentence}.`)
}
