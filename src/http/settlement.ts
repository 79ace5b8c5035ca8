import type { WxResponse } from '../platform/wx-port'
import type { Callbacks } from './callbacks'

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
