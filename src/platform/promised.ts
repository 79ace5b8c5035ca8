import type { AuthError } from '../auth-error'
import type { Scope } from './scope'

/** Work that calls back, and that can be cancelled, as a promise that ends with the scope at the latest. */
export function promised<Result>(
  scope: Scope | undefined,
  start: (success: (result: Result) => void, fail: (error: AuthError) => void) => () => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (scope?.ended) {
      reject(scope.ended)
      return
    }
    const work: { cancel?: () => void } = {}
    const leaveScope = scope?.onEnd((error) => {
      reject(error)
      work.cancel?.()
    })
    const success = (result: Result) => {
      leaveScope?.()
      resolve(result)
    }
    const fail = (error: AuthError) => {
      leaveScope?.()
      reject(error)
    }
    work.cancel = start(success, fail)
    // The scope may have ended while the work began, when there was nothing yet to cancel.
    if (scope?.ended) work.cancel()
  })
}
