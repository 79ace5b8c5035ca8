import type { AuthError } from '../auth-error'
import { createBag } from './bag'

/**
 * How long work may go on. Mini programs have no AbortController; this is the part of it that is needed,
 * with the reason as a typed error. A scope ends once, for good: a logout ends all that was under way for
 * the former user, a timeout ends one login.
 */
export interface Scope {
  /** Why it has ended; null while it has not. */
  readonly ended: AuthError | null
  /** Calls back at the end, once (never if it has ended already), and returns what undoes that. */
  onEnd(callback: (error: AuthError) => void): () => void
  end(error: AuthError): void
}

export function createScope(): Scope {
  const callbacks = createBag<(error: AuthError) => void>()
  let ended: AuthError | null = null
  return {
    get ended() {
      return ended
    },
    onEnd(callback) {
      // What is added while the others are being called would be called, too, and might add itself again.
      return ended ? () => undefined : callbacks.add(callback)
    },
    end(error) {
      if (ended) return
      ended = error
      callbacks.clear((callback) => callback(error))
    },
  }
}
