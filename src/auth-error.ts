/** Stable names of everything that can go wrong. Messages are for people and may change; codes do not. */
export type AuthErrorCode =
  /** A call was given what it cannot use; the message names the option. */
  | 'INVALID_OPTIONS'
  /** The token would have gone to a host that is neither `baseURL`'s nor one of `trustedOrigins`. */
  | 'UNTRUSTED_ORIGIN'
  /** wx.login failed, gave no code, or an old one from its cache. */
  | 'WX_LOGIN_FAILED'
  /** wx.login and the exchange of its code together took longer than `loginTimeout`. */
  | 'LOGIN_TIMEOUT'
  /** Your server refused the login, or the `login` option gave no token. */
  | 'LOGIN_REJECTED'
  /** Your server could not be reached for a login, or answered 429 or 5xx. */
  | 'SERVER_UNAVAILABLE'
  /** The last login failed a moment ago: see `retryAt`, and `cause` for that failure. */
  | 'COOLING_DOWN'
  /** Your server rejected the session that its login had just given. */
  | 'SESSION_REJECTED'
  /** setSession() came while this was under way; it is not sent as the new user. */
  | 'SESSION_CHANGED'
  /** The user has logged out, and login() was not called since. */
  | 'LOGGED_OUT'
  /** WeChat knows the user, your system has no account yet: see `detail`. */
  | 'UNBOUND'
  /** The place has no such function: no login in the single-page mode, say. */
  | 'UNAVAILABLE'
  /** The network failed. */
  | 'NETWORK'
  /** No answer came in time. */
  | 'TIMEOUT'
  /** The background cut it off, and it could not be sent again unasked. */
  | 'INTERRUPTED'
  /** abort() was called, or destroy(). */
  | 'ABORTED'
  /** The host is not among the domains of the console. */
  | 'DOMAIN_NOT_ALLOWED'
  /** The user said no: to a button, an authorization or `confirmLogin`. */
  | 'USER_DENIED'
  /** The user has not consented to the privacy guideline, or it does not declare the data. */
  | 'PRIVACY_NOT_AUTHORIZED'
  /** No phone number calls are left: buy more in the console. */
  | 'PHONE_QUOTA_EXCEEDED'
  /** WeChat has blocked the user from giving the phone number. */
  | 'USER_BLOCKED'
  /** What the button brought was encrypted with a session_key that has expired: ask for another tap. */
  | 'STALE_DATA'
  /** The session could not be read or stored; it lives in memory. Only as a 'warning'. */
  | 'STORAGE_FAILED'

/** What an AuthError may bring besides its code and message. */
export interface AuthErrorDetails {
  /** What `wx` said, word for word but for secrets. */
  errMsg?: string
  /** The platform's error number, from base library 2.24.0. */
  errno?: number
  /** Epoch milliseconds: no automatic login before that. */
  retryAt?: number
  /** What belongs to the code: the payload of UNBOUND, the status of a refusal. */
  detail?: unknown
  /** The error behind it: what your own function threw, or the login that failed before. */
  cause?: unknown
}

// Two copies of the package may live in one app (an independent sub-package loads its own),
// so the guard looks for a brand and not for the class.
const BRAND = 'miniprogram-auth'

/** The only error that this library throws or rejects with. Look at `code`. */
export class AuthError extends Error {
  /** Tells another copy of the package that it is one: see isAuthError(). */
  readonly brand = BRAND
  // Declared only: a field without a value would be an own member, undefined, where classes are native, and absent from
  // the ES2015 of the bundle.
  /** What went wrong, by a name that stays the same from version to version. */
  declare readonly code: AuthErrorCode
  /** What `wx` said, word for word but for secrets. */
  declare readonly errMsg?: string
  /** The platform's error number, from base library 2.24.0. */
  declare readonly errno?: number
  /** Epoch milliseconds by the device’s clock: no automatic login begins before that. */
  declare readonly retryAt?: number
  /** What belongs to the code: the payload of UNBOUND, the status of a refusal. */
  declare readonly detail?: unknown
  /** The error behind it, if there is one. */
  declare readonly cause?: unknown

  constructor(code: AuthErrorCode, message: string, details: AuthErrorDetails = {}) {
    super(message)
    this.name = 'AuthError'
    this.code = code
    Object.assign(this, details)
  }
}

export function invalidOptions(problem: string, cause?: unknown): AuthError {
  return new AuthError('INVALID_OPTIONS', `${problem}.`, { cause })
}

/** Is it an AuthError, and if `code` is given, one with that code? Never throws. */
export function isAuthError(value: unknown, code?: AuthErrorCode): value is AuthError {
  if (typeof value !== 'object' || value === null) return false
  const { brand, code: actual } = value as Partial<AuthError>
  return brand === BRAND && (code === undefined || actual === code)
}
