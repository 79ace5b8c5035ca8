import { once } from 'node:events'
import { ApiError } from '../http/errors'

export type LoginMode = 'ok' | 'fail' | 'hang'

export interface LoginGate {
  readonly mode: LoginMode
  set(mode: LoginMode): void
  /** Lets a login pass, throws, or holds it until the mode changes or `signal` (the client is gone) aborts. */
  pass(signal: AbortSignal): Promise<void>
}

export function createLoginGate(): LoginGate {
  let mode: LoginMode = 'ok'
  let change = new AbortController()

  return {
    get mode() {
      return mode
    },
    set(next) {
      mode = next
      change.abort()
      change = new AbortController()
    },
    async pass(signal) {
      // Read anew after each change: the gate may be told to hang again.
      while (mode === 'hang' && !signal.aborted) {
        const changed = AbortSignal.any([signal, change.signal])
        if (!changed.aborted) await once(changed, 'abort')
      }
      if (signal.aborted || mode === 'fail') {
        throw new ApiError(500, 'LOGIN_SWITCHED_OFF', 'Logins are made to fail by the switchboard.')
      }
    },
  }
}
