/** Stable names of everything that can go wrong. Messages are for people and may change; codes do not. */
export type AuthErrorCode =
  | 'INVALID_OPTIONS'
  | 'UNTRUSTED_ORIGIN'
  | 'WX_LOGIN_FAILED'
  | 'LOGIN_TIMEOUT'
  | 'LOGIN_REJECTED'
  | 'SERVER_UNAVAILABLE'
  | 'COOLING_DOWN'
  | 'SESSION_REJECTED'
  | 'SESSION_CHANGED'
  | 'LOGGED_OUT'
  | 'UNBOUND'
  | 'UNAVAILABLE'
  | 'NETWORK'
  | 'TIMEOUT'
  | 'INTERRUPTED'
  | 'ABORTED'
  | 'DOMAIN_NOT_ALLOWED'
  | 'USER_DENIED'
  | 'PRIVACY_NOT_AUTHORIZED'
  | 'PHONE_QUOTA_EXCEEDED'
  | 'USER_BLOCKED'
  | 'STALE_DATA'
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
