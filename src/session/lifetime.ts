import { promised } from '../platform/promised'
import { createScope, type Scope } from '../platform/scope'
import type { Channel } from './notifier'

/** From createAuth() to destroy(): what was begun within it ends with it. */
export interface Lifetime extends Pick<Scope, 'ended' | 'end'> {
  /** At once, and a throw becomes a rejection. The work itself may be another instance's, too, and go on for that. */
  promised: <T>(work: () => Promise<T>) => Promise<T>
  /** Returns what ends the subscription before. */
  subscribed: <Args extends unknown[]>(
    channel: Channel<Args>,
    listener: (...args: Args) => void,
  ) => () => void
}

export function createLifetime(): Lifetime {
  const scope = createScope()
  return {
    get ended() {
      return scope.ended
    },
    promised: (work) =>
      promised(scope, (success, fail) => {
        work().then(success, fail)
        return undefined
      }),
    subscribed(channel, listener) {
      if (scope.ended) return () => undefined
      const subscription = { end: channel.add(listener) }
      scope.add(subscription)
      return () => {
        scope.remove(subscription)
        subscription.end()
      }
    },
    end: (error) => scope.end(error),
  }
}
