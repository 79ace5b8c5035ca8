import { AuthError, type AuthErrorCode } from '../auth-error'
import type { Call } from './call'
import type { Scope } from './scope'
import type { WxFailure, WxRequest, WxResponse } from './wx-port'

/** Sends one request as it is. Any HTTP status resolves; rejects with NETWORK, TIMEOUT, INTERRUPTED, … */
export type Transport = (request: WxRequest, scope?: Scope) => Promise<WxResponse>

/** The platform's default when a request names no timeout. */
const DEFAULT_TIMEOUT = 60_000
/** What the platform gets on top for its own time-out before we call it silent. */
const GRACE = 10_000
/** A longer timer fires at once: its delay is kept in 32 bits. */
const LONGEST_TIMER = 2 ** 31 - 1

export function createTransport(call: Call): Transport {
  return (request, scope) =>
    call<WxResponse | undefined>('request', request, {
      timeout: Math.min((request.timeout ?? DEFAULT_TIMEOUT) + GRACE, LONGEST_TIMER),
      scope,
      codeOf: requestFailureCode,
      onTask: request.redirect === 'manual' ? onRedirect : undefined,
    }).then((response) => {
      if (typeof response?.statusCode === 'number') return response
      throw new AuthError('NETWORK', 'wx.request succeeded without a response.')
    })
}

/** With `redirect: 'manual'` a 3xx ends the request; the documentation promises no more than this event. */
function onRedirect(task: unknown, success: (response: WxResponse) => void) {
  const { onHeadersReceived } = (task ?? {}) as {
    onHeadersReceived?: (listener: (head: Partial<WxResponse>) => void) => void
  }
  if (typeof onHeadersReceived !== 'function') return
  onHeadersReceived.call(task, ({ statusCode = 0, header = {} }) => {
    // Not Modified redirects nobody.
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) success({ statusCode, header, data: '' })
  })
}

const CODE_BY_ERRNO: Readonly<Record<number, AuthErrorCode>> = {
  5: 'TIMEOUT',
  600001: 'NETWORK',
  600002: 'DOMAIN_NOT_ALLOWED',
  600003: 'INTERRUPTED',
  600009: 'INVALID_OPTIONS',
  600010: 'INVALID_OPTIONS',
}

// The number comes first: iOS localizes the texts, and before base library 2.24.0 there are only texts.
const CODE_BY_TEXT: ReadonlyArray<[RegExp, AuthErrorCode]> = [
  [/abort/i, 'ABORTED'],
  [/interrupted/i, 'INTERRUPTED'],
  [/time ?d? ?out|超时/i, 'TIMEOUT'],
  [/domain list|合法域名/i, 'DOMAIN_NOT_ALLOWED'],
  [/invalid url/i, 'INVALID_OPTIONS'],
]

export function requestFailureCode({ errno, errMsg = '' }: WxFailure): AuthErrorCode {
  const byErrno = errno === undefined ? undefined : CODE_BY_ERRNO[errno]
  return byErrno ?? CODE_BY_TEXT.find(([pattern]) => pattern.test(errMsg))?.[1] ?? 'NETWORK'
}

/** Nobody was there: worth another try later, and no verdict about the user. */
export function isOutage({ code }: AuthError): boolean {
  return code === 'NETWORK' || code === 'TIMEOUT' || code === 'INTERRUPTED'
}
