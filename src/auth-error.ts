import type { WxResponse } from './platform/wx-requests'

/** Stable names of all that can go wrong. Messages may change; codes do not. */
export type AuthErrorCode =
  /** A call was given what it cannot use. The message names the option: correct the code. */
  | 'INVALID_OPTIONS'
  /** The token would have gone to another origin. Add that to `trustedOrigins`, or send with `auth: 'none'`. */
  | 'UNTRUSTED_ORIGIN'
  /** wx.login failed, gave no code, or an old one from its cache (offline). Offer to try again. */
  | 'WX_LOGIN_FAILED'
  /** wx.login and the exchange took longer than `loginTimeout`. Offer to try again. In `login`, use its `send` only. */
  | 'LOGIN_TIMEOUT'
  /** Your server refused the login, or `login` threw or gave no token. See `detail` and `cause`, and correct that. */
  | 'LOGIN_REJECTED'
  /** A login did not reach your server, or got 429 or 5xx. Tell the user; it is tried again after `cooldown`. */
  | 'SERVER_UNAVAILABLE'
  /** A login failed a moment ago (`cause`), and no automatic one begins before `retryAt`. For a tap, call login(). */
  | 'COOLING_DOWN'
  /**
   * Your server rejected the session that its login had just given: make the two agree, or correct `isExpired`; with
   * `retryAt` it keeps doing so, and no login begins before that. Or one that no login may stand in for: show the login
   * page.
   */
  | 'SESSION_REJECTED'
  /**
   * setSession(), or a login in the place of another account, came meanwhile, and this is not sent as the new user.
   * Begin it again if it is still wanted.
   */
  | 'SESSION_CHANGED'
  /** The user has logged out, or their account's session has ended. Offer a button that calls login(). */
  | 'LOGGED_OUT'
  /** WeChat knows the user, your system has no account for them. Bind one with `detail`, then call setSession(). */
  | 'UNBOUND'
  /** It is missing here: a login in single-page mode, phone numbers for a personal account. Hide what needs it. */
  | 'UNAVAILABLE'
  /** The network failed. Offer to try again, or use the retry plugin. */
  | 'NETWORK'
  /** No answer came in time. Offer to try again; a POST may have been carried out. */
  | 'TIMEOUT'
  /**
   * Cut off by the background, and not repeated (see `retry`). Offer to try again; a POST may have been carried out.
   */
  | 'INTERRUPTED'
  /** abort() or destroy() was called. There is nothing to do. */
  | 'ABORTED'
  /** The host is not among the server domains (服务器域名) of the WeChat console. Add it there. */
  | 'DOMAIN_NOT_ALLOWED'
  /** The user said no: to a button, an authorization or, less than a `cooldown` ago, `confirmLogin`. Wait for a tap. */
  | 'USER_DENIED'
  /**
   * No consent to the privacy guideline, or it lacks the data. Declare that, and ask by `agreePrivacyAuthorization`.
   */
  | 'PRIVACY_NOT_AUTHORIZED'
  /** No phone number calls are left. Buy more in the console. */
  | 'PHONE_QUOTA_EXCEEDED'
  /** WeChat has blocked the user from giving the phone number. Offer another way. */
  | 'USER_BLOCKED'
  /**
   * The button's data was encrypted with a session_key that has expired. It is new now, unless another account is
   * logged in: ask for another tap.
   */
  | 'STALE_DATA'
  /** The session could not be read or stored, and lives in memory. A 'warning' only: there is nothing to do. */
  | 'STORAGE_FAILED'

/** What an AuthError may bring besides its code and message. */
export interface AuthErrorDetails {
  /** The answer with which the server rejected a session, or refused a login. */
  response?: WxResponse
  /** What `wx` said, without secrets. */
  errMsg?: string
  /** The platform's error number, from base library 2.24.0. */
  errno?: number
  /** Epoch milliseconds by the device's clock: no automatic login before that. */
  retryAt?: number
  /** By code: the payload of UNBOUND; `{ statusCode }` of a server's refusal. */
  detail?: unknown
  /** The error behind it: what your own function threw, or the login that failed before. */
  cause?: unknown
}

// An app may have two copies of the package (an independent sub-package loads its own), so the guard looks for a brand
// and not for the class.
const BRAND = 'miniprogram-auth'

/**
 * The only error that this library throws or rejects with. `code` tells what went wrong.
 * @example
 * if (isAuthError(error, 'LOGGED_OUT')) showLogin()
 */
export class AuthError extends Error {
  /** How isAuthError() recognizes an error of another copy of the package. */
  readonly brand = BRAND
  // Only declared: as a field it would be a member that is undefined where classes are native, and none in the ES2015
  // of the bundle.
  /** What went wrong. Stays the same from version to version. */
  declare readonly code: AuthErrorCode
  /**
   * The answer with which the server rejected a session, or refused a login: its own words ("banned") are in there. Not
   * enumerable, so that no log shows it.
   */
  declare readonly response?: WxResponse
  /** What `wx` said, without secrets. */
  declare readonly errMsg?: string
  /** The platform's error number, from base library 2.24.0. */
  declare readonly errno?: number
  /** Epoch milliseconds by the device's clock: no automatic login before that. */
  declare readonly retryAt?: number
  /** By code: the payload of UNBOUND; `{ statusCode }` of a server's refusal. */
  declare readonly detail?: unknown
  /** The error behind it: what your own function threw, or the login that failed before. */
  declare readonly cause?: unknown

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    super(message)
    // A console prints the stack, whose first line tells the name that the error had: for V8 when the stack was captured,
    // for Node when it was first read. JavaScriptCore's stack has no such line.
    this.name = `AuthError [${code}]`
    const { captureStackTrace } = Error as { captureStackTrace?: (error: Error, above: unknown) => void }
    captureStackTrace?.(this, AuthError)
    // Assigned: a minifier takes a read alone for nothing.
    this.stack = String(this.stack)
    this.name = 'AuthError'
    this.code = code
    Object.assign(this, details)
    if (details.response) Object.defineProperty(this, 'response', { enumerable: false })
  }

  /** `AuthError [CODE]: message`. */
  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`
  }
}

export function invalidOptions(problem: string): AuthError {
  return new AuthError('INVALID_OPTIONS', `${problem}.`)
}

/** Code of the app's has thrown: the message ends with what that says. `problem` names it. */
export function causedBy(
  cause: unknown,
  code: AuthErrorCode,
  problem: string,
  details?: AuthErrorDetails,
): AuthError {
  return new AuthError(code, `${problem}: ${wordsOf(cause)}`, { ...details, cause })
}

/** A SyntaxError quotes the text that it could not read, and the query of a URL may hold a token. */
function wordsOf(thrown: unknown): string {
  const { name, errMsg, message = errMsg } = Object(thrown) as Record<string, unknown>
  if (name === 'SyntaxError') return 'a SyntaxError; see `cause`.'
  const words = typeof thrown === 'string' ? thrown : message
  return typeof words === 'string' ? words.replace(/\?[\w%][^]*/, '?…') : membersOf(thrown)
}

/** What a value looks like, for a message: names only, as one of the values may be the token. */
export function membersOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'object' ? `{ ${Object.keys(value).join(', ')} }` : typeof value
}

/**
 * Is it an AuthError, and if `code` is given, one with that code? Also for one of another copy of the package. Never
 * throws.
 */
export function isAuthError(value: unknown, code?: AuthErrorCode): value is AuthError {
  if (typeof value !== 'object' || value === null) return false
  const { brand, code: actual } = value as Partial<AuthError>
  return brand === BRAND && (code === undefined || actual === code)
}
