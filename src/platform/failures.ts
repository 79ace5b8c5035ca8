import { isAuthError, type AuthError, type AuthErrorCode } from '../auth-error'
import type { WxFailure } from './wx-port'

// What the platform's failures mean: those of wx.request, uploads and downloads, wx.login and wx.checkSession. The
// buttons' are in grant-failure.ts, which not every app ships.
//
// Numbers are from base library 2.24.0, by
// https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html. They go first, as iOS
// localizes the texts. Texts are as seen in the field; those that quote a URL come first, as it may hold any word.

export const TIMED_OUT = 5
/** Cut off by the background. */
export const INTERRUPTED = 600003
const SYSTEM_BUSY = -1
const NO_PERMISSION = 102

const BY_ERRNO: Readonly<Record<number, AuthErrorCode>> = {
  [TIMED_OUT]: 'TIMEOUT',
  600001: 'NETWORK', // the network stack (cronet)
  600002: 'DOMAIN_NOT_ALLOWED', // not in the list of the console
  [INTERRUPTED]: 'INTERRUPTED',
  600007: 'NETWORK', // more than ten at a time
  600008: 'NETWORK', // too many redirects
  600009: 'INVALID_OPTIONS', // no URL
  600010: 'INVALID_OPTIONS', // data that cannot be serialized
}

const BY_TEXT: ReadonlyArray<[RegExp, AuthErrorCode]> = [
  [/domain list|合法域名/i, 'DOMAIN_NOT_ALLOWED'],
  [/invalid url/i, 'INVALID_OPTIONS'],
  [/:fail abort/i, 'ABORTED'], // and not `net::ERR_CONNECTION_ABORTED`, which is the network's doing
  [/interrupted/i, 'INTERRUPTED'],
  [/time[ _-]?d?[ _-]?out|[超逾][时時]/i, 'TIMEOUT'],
]

/** For wx.request, wx.uploadFile and wx.downloadFile. What is unknown is NETWORK. */
export function requestFailureCode({ errno, errMsg = '' }: WxFailure): AuthErrorCode {
  const byErrno = errno === undefined ? undefined : BY_ERRNO[errno]
  return byErrno ?? BY_TEXT.find(([pattern]) => pattern.test(errMsg))?.[1] ?? 'NETWORK'
}

/** No answer came: another try may succeed, and it says nothing about the user. */
export function isOutage({ code }: AuthError): boolean {
  return code === 'NETWORK' || code === 'TIMEOUT' || code === 'INTERRUPTED'
}

/** Did the background cut off a call of the login? The reason is gone when the app is shown. */
export function isInterruption({ errno, cause }: AuthError): boolean {
  return errno === INTERRUPTED || isAuthError(cause, 'INTERRUPTED')
}

/** Random failures of wx.login, worth another try. WeChat 8.0.42 for iOS failed so with 102. */
export function isFleeting({ errno }: AuthError): boolean {
  return errno === SYSTEM_BUSY || errno === NO_PERMISSION
}

/** What wx.checkSession says of a key that has expired, as seen in the field: WeChat documents no text. */
const EXPIRED =
  /-13001\b|\bsession(_key)? (is |has )?(time ?out|expired|invalid)|(session_key|登录态).{0,3}(过期|失效)/i

/**
 * For wx.checkSession. SESSION_REJECTED: the key has expired, which only a failure that is known to say so means. All
 * others, of which there are many, with texts that iOS localizes: it could not be asked.
 */
export function checkSessionFailureCode(failure: WxFailure): AuthErrorCode {
  const text = String(failure.errMsg)
  if (BY_ERRNO[Number(failure.errno)] === undefined && EXPIRED.test(text)) return 'SESSION_REJECTED'
  // It is missing in plugins and in single-page mode.
  return /is not a function|not available|not support/i.test(text)
    ? 'UNAVAILABLE'
    : requestFailureCode(failure)
}
