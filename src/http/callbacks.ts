import { isAuthError } from '../auth-error'
import type { CallOut } from '../platform/call-out'
import { textOf } from '../platform/text-of'
import type { NetworkName } from '../platform/transport'
import type { WxFailure, WxResponse } from '../platform/wx-port'
import type { AnyOptions, SendCallbacks } from './request-options'

export interface Callbacks {
  success: (response: WxResponse) => void
  fail: (error: unknown) => void
}

/** wx's callbacks, in wx's order and shapes: one of success and fail, then complete. Null where there are none. */
export function callbacksOf(api: NetworkName, options: AnyOptions, callOut: CallOut): Callbacks | null {
  // They are told what is wrong with the options, so they come before the check of these.
  const given = (options as unknown) ?? {}
  const { success, fail, complete } = given as SendCallbacks<WxResponse>
  if (!success && !fail && !complete) return null
  const tell = <Result>(callback: ((result: Result) => void) | undefined, result: Result) => {
    if (typeof callback === 'function') callOut(callback, result)
    if (typeof complete === 'function') callOut(complete, result as WxResponse)
  }
  return {
    success: (response) => tell(success, response),
    fail: (error) => tell(fail, failureOf(api, error)),
  }
}

function failureOf(api: NetworkName, error: unknown): WxFailure & { errMsg: string; error: unknown } {
  const { message, errMsg, errno } = isAuthError(error)
    ? error
    : { message: textOf(error), errMsg: undefined, errno: undefined }
  return { errMsg: errMsg ?? `${api}:fail ${message}`, ...(errno !== undefined && { errno }), error }
}
