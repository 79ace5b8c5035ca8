import type { AuthError } from '../auth-error'
import { createScope } from '../platform/scope'
import type { Channel } from './notifier'

/** From createAuth() to destroy(): what was begun within it ends with it. */
export interface Lifetime {
  readonly ended: AuthError | null
  /** At once, and a throw becomes a rejection. */
  promised: <T>(work: () => Promise<T>) => Promise<T>
  /** Returns what ends the subscription before. */
  subscribed: <Args extends unknown[]>(
    channel: Channel<Args>,
    listener: (...args: Args) => void,
  ) => () => void
  end(error: AuthError): void
}

export function createLifetime(): Lifetime {
  const scope = createScope()
  const subscriptions = new Set<() => void>()
  return {
    get ended() {
      return scope.ended
    },
    promised: <T>(work: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (scope.ended) throw scope.ended
        const working = work()
        // The work itself may be another instance's, too, and go on for that.
        const leave = scope.onEnd(reject)
        working.then(resolve, reject)
        working.then(leave, leave)
      }),
    subscribed(channel, listener) {
      if (scope.ended) return () => undefined
      const off = channel.add(listener)
      const stop = () => {
        subscriptions.delete(stop)
        off()
      }
      subscriptions.add(stop)
      return stop
    },
    end(error) {
      scope.end(error)
      subscriptions.forEach((off) => off())
    },
  }
}
