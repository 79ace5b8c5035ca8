import { AuthError, type AuthErrorCode } from '../auth-error'
import { spread } from '../plain-object'
import { withoutQuery } from '../redacted'
import type { Clock } from './clock'
import { INTERRUPTED, TIMED_OUT } from './failures'
import type { Cancellable } from './promised'
import { textOf } from './text-of'
import { withGrace } from './watchdog'
import type { WxAsyncName, WxCallbacks, WxFailure, WxPort } from './wx-port'

/** One call of a `wx` function: how it is watched, and who hears of its end. */
export interface Invocation<Result> {
  /** ms until we stop waiting: in the field, callbacks sometimes never come. Absent: whoever calls watches. */
  timeout?: number
  /** The code for a failure of this call. */
  codeOf(failure: WxFailure): AuthErrorCode
  /** Looks at what the function returned, a task say, which may have another way to succeed. */
  onTask?(task: unknown, success: (result: Result) => void): void
  success(result: Result): void
  fail(error: AuthError): void
}

/**
 * Calls one `wx` function and calls back exactly once, whatever the platform does: success, fail, both, neither,
 * twice, a throw, no such function. Callbacks are always passed: login, request and getUserInfo have no promise
 * style. Cancelling it aborts the task, if there is one.
 */
export type Invoke = <Result>(
  name: WxAsyncName,
  options: object,
  invocation: Invocation<Result>,
) => Cancellable

export function createInvoke(port: WxPort, clock: Clock): Invoke {
  return (name, options, invocation) => {
    const running = new Running(name, invocation)
    running.start(port, clock, options)
    return running
  }
}

type Functions = Record<WxAsyncName, (options: WxCallbacks<never>) => unknown>

/** A class, as there is one for every request: closures would be garbage. */
class Running<Result> implements Cancellable {
  private isSettled = false
  private task: unknown
  private stopWatchdog: (() => void) | undefined

  constructor(
    private readonly name: WxAsyncName,
    private readonly invocation: Invocation<Result>,
  ) {}

  start(port: WxPort, clock: Clock, options: object) {
    const { name, invocation } = this
    const { timeout } = invocation
    const calledAt = clock.now()
    if (timeout !== undefined) {
      // Not by watch(), whose closures would be garbage of every request.
      this.stopWatchdog = clock.after(timeout, () => {
        this.stopWatchdog = withGrace(clock, calledAt + timeout, (wasFrozen) =>
          this.giveUp(timeout, wasFrozen),
        )
      })
    }
    const success = (result: Result) => {
      if (this.settle()) invocation.success(result)
    }
    try {
      const given: WxCallbacks<Result> = spread(options)
      given.success = success
      given.fail = (failure) => this.fail(failure)
      this.task = (port as unknown as Functions)[name](given)
      // One that has ended within the call has no more to tell, and its successor may be on its way.
      if (!this.isSettled) invocation.onTask?.(this.task, success)
      ignoreRejection(this.task)
    } catch (error) {
      this.fail({ errMsg: `${name}:fail ${textOf(error instanceof Error ? error.message : error)}` })
    }
  }

  cancel() {
    if (this.settle()) abort(this.task)
  }

  private fail(failure: WxFailure = {}) {
    const { name, invocation } = this
    // Made first: what cannot be read must not settle the call without an end.
    const error = toError(name, failure, invocation)
    if (this.settle()) invocation.fail(error)
  }

  private giveUp(timeout: number, wasFrozen: boolean) {
    const { name } = this
    this.fail(
      wasFrozen
        ? { errMsg: `${name}:fail interrupted: no answer when the app was back`, errno: INTERRUPTED }
        : { errMsg: `${name}:fail no answer in ${timeout} ms`, errno: TIMED_OUT },
    )
    abort(this.task)
  }

  /** True for the first who asks. */
  private settle(): boolean {
    if (this.isSettled) return false
    this.isSettled = true
    this.stopWatchdog?.()
    return true
  }
}

/** Of the platform's failures, an `exception` with its `reasons` is the deepest known. */
const DEEPEST = 4

function toError(name: string, failure: WxFailure, invocation: Pick<Invocation<never>, 'codeOf'>): AuthError {
  const given: unknown = failure.errMsg
  // It is the platform's: what is no text must not keep the call from settling.
  const errMsg = withoutQuery(typeof given === 'string' ? given : `${name}:fail`)
  const { errno } = failure
  const number = errno === undefined ? '' : ` (errno ${errno})`
  const cause = { ...(redacted(failure) as WxFailure), errMsg }
  return new AuthError(invocation.codeOf(failure), `wx.${name} failed: ${errMsg}${number}`, {
    errMsg,
    errno,
    cause,
  })
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
