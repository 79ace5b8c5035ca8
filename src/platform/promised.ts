import type { AuthError } from '../auth-error'
import type { Scope } from './scope'

/** Work under way. */
export interface Cancellable {
  /** Ends it without a callback. */
  cancel(): void
}

/** Work that calls back as a promise, which ends with the scope at the latest; the work is cancelled then. */
export function promised<Result>(
  scope: Scope | undefined,
  start: (success: (result: Result) => void, fail: (error: unknown) => void) => Cancellable | undefined,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (scope?.ended) throw scope.ended
    let running: Cancellable | undefined
    const work = {
      end(error: AuthError) {
        reject(error)
        running?.cancel()
      },
    }
    const leaving =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        scope?.remove(work)
        settle(value)
      }
    const fail = leaving(reject)
    scope?.add(work)
    try {
      running = start(leaving(resolve), fail)
    } catch (error) {
      fail(error)
    }
    // The scope may have ended while the work began, when there was nothing yet to cancel.
    if (scope?.ended) running?.cancel()
  })
}
