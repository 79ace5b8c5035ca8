import { AuthError, type AuthErrorCode } from '../auth-error'
import type { Clock } from './clock'
import type { Scope } from './scope'
import type { WxCallbacks, WxFailure, WxPort } from './wx-port'

export interface CallSettings<Result> {
  /** ms until we stop waiting: in the field, callbacks sometimes never come. Absent: whoever calls watches. */
  timeout?: number
  /** The call is aborted, if it can be, when this ends. */
  scope?: Scope
  /** The code for a failure of this call. */
  codeOf: (failure: WxFailure) => AuthErrorCode
  /** Looks at what the function returned, a task say, which may have another way to succeed. */
  onTask?: (task: unknown, success: (result: Result) => void) => void
}

/**
 * One `wx` function as a promise that settles exactly once, whatever the platform does: success, fail, both,
 * neither, twice, a throw, no such function. Callbacks are always passed: login, request and getUserInfo have no
 * promise style.
 */
export type Call = <Result>(
  name: Exclude<keyof WxPort, `get${string}Sync`>,
  options: object,
  settings: CallSettings<Result>,
) => Promise<Result>

export function createCall(port: WxPort, clock: Clock): Call {
  const functions = port as unknown as Record<keyof WxPort, (options: WxCallbacks<never>) => unknown>
  return <Result>(name: keyof WxPort, options: object, settings: CallSettings<Result>) =>
    new Promise<Result>((resolve, reject) => {
      const { timeout, scope, codeOf, onTask } = settings
      if (scope?.ended) {
        reject(scope.ended)
        return
      }
      let settled = false
      let task: unknown

      const settle = (conclude: () => void) => {
        if (settled) return
        settled = true
        stopWatchdog?.()
        leaveScope?.()
        conclude()
      }
      const success = (result: Result) => settle(() => resolve(result))
      const fail = (failure?: WxFailure) => {
        // Made first: what cannot be read must not settle the call without an end.
        const error = toError(name, failure ?? {}, codeOf)
        settle(() => reject(error))
      }
      const giveUp = (error: AuthError) => {
        settle(() => {
          reject(error)
          abort(task)
        })
      }

      const stopWatchdog =
        timeout === undefined
          ? undefined
          : clock.after(timeout, () => {
              giveUp(toError(name, { errMsg: `${name}:fail no answer in ${timeout} ms`, errno: 5 }, codeOf))
            })
      const leaveScope = scope?.onEnd(giveUp)

      try {
        task = functions[name]({ ...options, success, fail })
        onTask?.(task, success)
        // The scope may have ended while the function ran, when there was no task yet to abort.
        if (scope?.ended) abort(task)
      } catch (error) {
        fail({ errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` })
      }
    })
}

function toError(name: string, failure: WxFailure, codeOf: (failure: WxFailure) => AuthErrorCode): AuthError {
  const given: unknown = failure.errMsg
  // It is the platform's: what is no text must not keep the call from settling.
  const errMsg = withoutQueries(typeof given === 'string' ? given : `${name}:fail`)
  const { errno } = failure
  const number = errno === undefined ? '' : ` (errno ${errno})`
  return new AuthError(codeOf(failure), `wx.${name} failed: ${errMsg}${number}`, { errMsg, errno })
}

/** Some texts of the platform quote the URL, and a query may carry a token. */
function withoutQueries(text: string): string {
  return text.replace(/\?[^\s"']*/g, '?…')
}

function abort(task: unknown) {
  try {
    const { abort } = (task ?? {}) as { abort?: (this: unknown) => void }
    if (typeof abort === 'function') abort.call(task)
  } catch {
    // The call has ended for us; whether the platform ends it too changes nothing.
  }
}
