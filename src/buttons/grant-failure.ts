import { AuthError, type AuthErrorCode } from '../auth-error'

export interface ButtonDetail {
  errMsg?: string
  errno?: number
}

/** Success is `:ok`: the texts of a denial vary. */
export function isGranted({ errMsg = '' }: ButtonDetail): boolean {
  return /:ok$/.test(errMsg)
}

const CODE_BY_ERRNO: Readonly<Record<number, AuthErrorCode>> = {
  103: 'PRIVACY_NOT_AUTHORIZED',
  104: 'PRIVACY_NOT_AUTHORIZED',
  112: 'PRIVACY_NOT_AUTHORIZED',
  101100: 'PRIVACY_NOT_AUTHORIZED',
  101102: 'PRIVACY_NOT_AUTHORIZED',
  // The mini program is banned from the function.
  1025: 'UNAVAILABLE',
  101101: 'UNAVAILABLE',
  // Personal accounts have no such function.
  102: 'UNAVAILABLE',
  5: 'TIMEOUT',
  1003: 'NETWORK',
  600001: 'NETWORK',
  600003: 'INTERRUPTED',
  1400001: 'PHONE_QUOTA_EXCEEDED',
  1421102: 'USER_BLOCKED',
}

/** Why a button, or a question of the platform's, brought nothing. USER_DENIED unless it says otherwise. */
export function grantFailure({ errMsg = '', errno }: ButtonDetail): AuthError {
  const byText = /privacy/i.test(errMsg) ? 'PRIVACY_NOT_AUTHORIZED' : 'USER_DENIED'
  const code = (errno !== undefined && CODE_BY_ERRNO[errno]) || byText
  return new AuthError(code, `${errMsg || 'The button brought nothing'}. ${ADVICE[code] ?? ''}`.trim(), {
    errMsg,
    errno,
  })
}

const ADVICE: Partial<Record<AuthErrorCode, string>> = {
  PRIVACY_NOT_AUTHORIZED:
    'Declare the data in the privacy guideline, and ask with `agreePrivacyAuthorization`.',
  PHONE_QUOTA_EXCEEDED: 'Buy more phone number calls in the WeChat console.',
}
