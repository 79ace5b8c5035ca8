import { isAuthError } from '../auth-error'
import type { CallOut } from '../platform/call-out'
import { textOf } from '../platform/text-of'
import type { NetworkName } from '../platform/transport'
import type { WxFailure, WxResponse } from '../platform/wx-port'
import type { SendCallbacks } from './request-options'

/** How one call of the app's ends: a promise, and wx's callbacks where there are some. Only the first end counts. */
export interface Settlement {
  promise: Promise<WxResponse>
  success: (response: WxResponse) => void
  fail: (error: unknown) => void
  isOver: boolean
  /** Callbacks come after the call that they belong to, also where we know at once how it ends. */
  hasReturned: boolean
}

export function createSettlement(
  callbacks: Callbacks | null,
  /** Told before the app is. */
  concluded: (isAnswered: boolean) => void,
): Settlement {
  const settlement = { isOver: false, hasReturned: false } as Settlement

  function ending<V>(isAnswered: boolean, settle: (value: V) => void, callback?: (value: V) => void) {
    return (value: V) => {
      if (settlement.isOver) return
      settlement.isOver = true
      concluded(isAnswered)
      settle(value)
      if (!callback) return
      if (settlement.hasReturned) callback(value)
      else void Promise.resolve(value).then(callback)
    }
  }
  settlement.promise = new Promise((resolve, reject) => {
    settlement.success = ending(true, resolve, callbacks?.success)
    settlement.fail = ending(false, reject, callbacks?.fail)
  })
  // Who only passes callbacks looks at no promise.
  if (callbacks) settlement.promise.catch(() => undefined)
  return settlement
}

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
