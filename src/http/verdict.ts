import { invalidOptions, isAuthError, type AuthError } from '../auth-error'
import type { WxResponse } from '../platform/wx-port'
import type { AnyOptions, RequestOptions } from './request-options'

/** Does this answer say that the session is over? */
export type IsExpired = {
  // As a method: it may name the body that its server sends.
  of(response: WxResponse, request: RequestOptions): boolean | Promise<boolean>
}['of']

/** Asks the app's function, which may throw, and calls back within the call: the verdict, or that it takes its time. */
export function askWhether(
  isExpired: IsExpired,
  response: WxResponse,
  options: AnyOptions,
  {
    judge,
    fail,
    wait,
  }: { judge: (isExpired: unknown) => void; fail: (error: AuthError) => void; wait: () => void },
): void {
  const refuse = (error: unknown) =>
    fail(isAuthError(error) ? error : invalidOptions('`isExpired` threw; see `cause`', error))
  let verdict: unknown
  try {
    verdict = isExpired(response, options)
  } catch (error) {
    refuse(error)
    return
  }
  if (isThenable(verdict)) {
    wait()
    verdict.then(judge, refuse)
  } else judge(verdict)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
