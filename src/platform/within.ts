import { AuthError } from '../auth-error'
import type { Clock } from './clock'
import { createScope, type Scope } from './scope'
import { watch } from './watchdog'

export interface Bounds {
  clock: Clock
  /** ms */
  timeout: number
  /** `wasFrozen`: perhaps because the app was in the background. */
  timedOut: (wasFrozen: boolean) => AuthError
  /** The work ends with this at the latest. */
  parent: Scope
}

/** Runs work in a scope of its own; at the scope's end it rejects, however long the work itself goes on. */
export function within<T>({ clock, timeout, timedOut, parent }: Bounds, work: (scope: Scope) => Promise<T>) {
  return new Promise<T>((resolve, reject) => {
    if (parent.ended) throw parent.ended
    const scope = createScope()
    const stopWatchdog = watch(clock, timeout, (wasFrozen) => scope.end(timedOut(wasFrozen)))
    const concluding =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        parent.remove(scope)
        stopWatchdog()
        settle(value)
        // What the work left open goes no further.
        scope.end(new AuthError('ABORTED', 'What this belonged to is over.'))
      }
    parent.add(scope)
    scope.add({ end: concluding(reject) })
    work(scope).then(concluding(resolve), concluding(reject))
  })
}
