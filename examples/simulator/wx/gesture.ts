import type { Callbacks } from './callbacks'
import { WxFailure } from './failure'
import { inNextTask } from './next-task'

/** Whether the app's code runs within a tap of its user: some openings fail outside of one. */
export interface Gesture {
  readonly active: boolean
  /** A tap happens, or goes on: until the end of the present macrotask. */
  begin(): void
  /** How an opening fails that is called now; null within a tap. */
  refusal(api: string): WxFailure | null
}

export function createGesture(): Gesture {
  let tap: object | null = null
  return {
    get active() {
      return tap !== null
    },
    begin() {
      const begun = {}
      tap = begun
      inNextTask(() => {
        if (tap === begun) tap = null
      })
    },
    refusal: (api) =>
      tap === null ? new WxFailure(`${api}:fail can only be invoked by user TAP gesture.`) : null,
  }
}

/** An API whose callbacks are still part of the tap that it was called in: wx.request, downloadFile, getSetting. */
export function inheriting<Result, Options extends Callbacks<Result>, Given>(
  gesture: Gesture,
  api: (options: Options & Callbacks<Result>) => Given,
): (options: Options & Callbacks<Result>) => Given {
  return (options) => {
    if (!gesture.active) return api(options)
    const within =
      <Argument>(callback: ((argument: Argument) => void) | undefined) =>
      (argument: Argument) => {
        gesture.begin()
        callback?.(argument)
      }
    const { success, fail, complete } = options
    if (success || fail || complete)
      return api({ ...options, success: within(success), fail: within(fail), complete: within(complete) })
    const given: unknown = api(options)
    if (!(given instanceof Promise)) return given as Given
    return given.finally(() => gesture.begin()) as Given
  }
}
