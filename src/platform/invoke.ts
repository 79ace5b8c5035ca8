import { AuthError, type AuthErrorCode } from '../auth-error'
import { spread } from '../plain-object'
import { withoutQuery } from '../redacted'
import type { Clock } from './clock'
import { textOf } from './text-of'
import type { WxAsyncName, WxCallbacks, WxFailure, WxPort } from './wx-port'

export interface InvokeSettings<Result> {
  /** ms until we stop waiting: in the field, callbacks sometimes never come. Absent: whoever calls watches. */
  timeout?: number
  /** The code for a failure of this call. */
  codeOf: (failure: WxFailure) => AuthErrorCode
  /** Looks at what the function returned, a task say, which may have another way to succeed. */
  onTask?: (task: unknown, success: (result: Result) => void) => void
}

/**
 * Calls one `wx` function and calls back exactly once, whatever the platform does: success, fail, both, neither,
 * twice, a throw, no such function. Callbacks are always passed: login, request and getUserInfo have no promise
 * style. Returns what ends it without a call back, and aborts the task if there is one.
 */
export type Invoke = <Result>(
  name: WxAsyncName,
  options: object,
  settings: InvokeSettings<Result>,
  success: (result: Result) => void,
  fail: (error: AuthError) => void,
) => () => void

export function createInvoke(port: WxPort, clock: Clock): Invoke {
  const functions = port as unknown as Record<WxAsyncName, (options: WxCallbacks<never>) => unknown>
  return <Result>(
    name: WxAsyncName,
    options: object,
    { timeout, codeOf, onTask }: InvokeSettings<Result>,
    success: (result: Result) => void,
    fail: (error: AuthError) => void,
  ) => {
    let settled = false
    let task: unknown

    /** True for the first who asks. */
    function settle(): boolean {
      if (settled) return false
      settled = true
      stopWatchdog?.()
      return true
    }
    function succeed(result: Result) {
      if (settle()) success(result)
    }
    function refuse(failure: WxFailure = {}) {
      // Made first: what cannot be read must not settle the call without an end.
      const error = toError(name, failure, codeOf)
      if (settle()) fail(error)
    }
    function cancel() {
      if (settle()) abort(task)
    }

    const stopWatchdog =
      timeout === undefined
        ? undefined
        : clock.after(timeout, () => {
            refuse({ errMsg: `${name}:fail no answer in ${timeout} ms`, errno: 5 })
            abort(task)
          })

    try {
      task = functions[name](spread(options, { success: succeed, fail: refuse }))
      onTask?.(task, succeed)
      ignoreRejection(task)
    } catch (error) {
      refuse({ errMsg: `${name}:fail ${textOf(error instanceof Error ? error.message : error)}` })
    }
    return cancel
  }
}

/** Of the platform's failures, an `exception` with its `reasons` is the deepest known. */
const DEEPEST = 4

function toError(name: string, failure: WxFailure, codeOf: (failure: WxFailure) => AuthErrorCode): AuthError {
  const given: unknown = failure.errMsg
  // It is the platform's: what is no text must not keep the call from settling.
  const errMsg = withoutQuery(typeof given === 'string' ? given : `${name}:fail`)
  const { errno } = failure
  const number = errno === undefined ? '' : ` (errno ${errno})`
  const cause = { ...(redacted(failure) as WxFailure), errMsg }
  return new AuthError(codeOf(failure), `wx.${name} failed: ${errMsg}${number}`, { errMsg, errno, cause })
}

/** A copy of what the platform said; what it says in depth is of no use. */
function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutQuery(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > DEEPEST) return undefined
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1))
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(value)) {
    copy[name] = redacted((value as Record<string, unknown>)[name], depth + 1)
  }
  return copy
}

/** What a framework's function gives is a promise besides (Taro): `fail` has told why it rejects, and nobody else will. */
function ignoreRejection(task: unknown) {
  const { then } = (task ?? {}) as { then?: (this: unknown, value: undefined, error: () => void) => void }
  if (typeof then === 'function') then.call(task, undefined, () => undefined)
}

function abort(task: unknown) {
  try {
    const { abort } = (task ?? {}) as { abort?: (this: unknown) => void }
    if (typeof abort === 'function') abort.call(task)
  } catch {
    // The call has ended for us; whether the platform ends it too changes nothing.
  }
}
