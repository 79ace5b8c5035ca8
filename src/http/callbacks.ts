import { isAuthError } from '../auth-error'
import type { CallOut } from '../platform/call-out'
import { textOf } from '../platform/text-of'
import type { NetworkName } from '../platform/transport'
import type { WxFailure, WxResponse } from '../platform/wx-port'
import type { SendCallbacks } from './request-options'

export interface Callbacks {
  success: (response: WxResponse) => void
  fail: (error: unknown) => void
}

/** wx's callbacks, in wx's order and shapes: one of success and fail, then complete. Null where there are none. */
export function callbacksOf(api: NetworkName, options: unknown, callOut: CallOut): Callbacks | null {
  // They are told what is wrong with the options, so they come before the check of these.
  const { success, fail, complete } = (options ?? {}) as SendCallbacks<WxResponse>
  if (![success, fail, complete].some((callback) => typeof callback === 'function')) return null
  return {
    success(response) {
      if (success) callOut(success, response)
      if (complete) callOut(complete, response)
    },
    fail(error) {
      const failure = failureOf(api, error)
      if (fail) callOut(fail, failure)
      if (complete) callOut(complete, failure)
    },
  }
}

function failureOf(api: NetworkName, error: unknown): WxFailure & { errMsg: string; error: unknown } {
  const { message, errMsg, errno } = isAuthError(error)
    ? error
    : { message: textOf(error), errMsg: undefined, errno: undefined }
  return { errMsg: errMsg ?? `${api}:fail ${message}`, ...(errno !== undefined && { errno }), error }
}
