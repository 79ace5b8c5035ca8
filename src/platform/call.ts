import type { Invocation, Invoke } from './invoke'
import { promised } from './promised'
import type { Scope } from './scope'
import type { WxAsyncName } from './wx-port'

export interface CallSettings<Result> extends Pick<Invocation<Result>, 'timeout' | 'codeOf'> {
  /** The call is aborted, if it can be, when this ends. */
  scope?: Scope
}

/** One `wx` function as a promise that settles exactly once. Rejects with an AuthError. */
export type Call = <Result>(
  name: WxAsyncName,
  options: object,
  settings: CallSettings<Result>,
) => Promise<Result>

export function createCall(invoke: Invoke): Call {
  return <Result>(name: WxAsyncName, options: object, settings: CallSettings<Result>) =>
    promised<Result>(settings.scope, (success, fail) => invoke(name, options, { ...settings, success, fail }))
}
