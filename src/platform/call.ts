import { AuthError, type AuthErrorCode } from '../auth-error'
import type { Clock } from './clock'
import type { Scope } from './scope'
import type { WxCallbacks, WxFailure } from './wx-port'

export interface CallContext {
  clock: Clock
  /** ms until we stop waiting. In the field, callbacks sometimes never come. */
  timeout: number
  /** The call is aborted, if it can be, when this ends. */
  scope?: Scope
  /** The code for a failure of this call. */
  codeOf: (failure: WxFailure) => AuthErrorCode
}

type Invoke<Result> = (callbacks: Required<WxCallbacks<Result>>) => unknown

/**
 * One `wx` function as a promise that settles exactly once, whatever the platform does: success, fail, both,
 * neither, twice, a throw. Callbacks are always passed: login, request and getUserInfo have no promise style.
 */
export function call<Result>(name: string, context: CallContext, invoke: Invoke<Result>): Promise<Result> {
  const { clock, timeout, scope, codeOf } = context

  return new Promise((resolve, reject) => {
    if (scope?.ended) {
      reject(scope.ended)
      return
    }
    let settled = false
    let task: unknown

    const settle = (conclude: () => void) => {
      if (settled) return
      settled = true
      stopWatchdog()
      leaveScope?.()
      conclude()
    }
    const fail = (failure: WxFailure | undefined) => {
      settle(() => reject(toError(name, failure ?? {}, codeOf)))
    }
    const giveUp = (conclude: () => void) => {
      settle(() => {
        conclude()
        abort(task)
      })
    }

    const stopWatchdog = clock.after(timeout, () => {
      giveUp(() =>
        reject(toError(name, { errMsg: `${name}:fail no answer in ${timeout} ms`, errno: 5 }, codeOf)),
      )
    })
    const leaveScope = scope?.onEnd((error) => giveUp(() => reject(error)))

    try {
      task = invoke({ success: (result) => settle(() => resolve(result)), fail })
      // The scope may have ended while the function ran, when there was no task yet to abort.
      if (scope?.ended) abort(task)
    } catch (error) {
      fail({ errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` })
    }
  })
}

function toError(name: string, failure: WxFailure, codeOf: CallContext['codeOf']): AuthError {
  const errMsg = withoutQueries(failure.errMsg ?? `${name}:fail`)
  const { errno } = failure
  const number = errno === undefined ? '' : ` (errno ${errno})`
  return new AuthError(codeOf(failure), `wx.${name} failed: ${errMsg}${number}`, { errMsg, errno })
}

/** Some texts of the platform quote the URL, and a query may carry a token. */
function withoutQueries(text: string): string {
  return text.replace(/\?[^\s"']*/g, '?…')
}

function abort(task: unknown) {
  const { abort } = (task ?? {}) as { abort?: unknown }
  if (typeof abort === 'function') abort.call(task)
}
