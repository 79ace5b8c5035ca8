import { promised } from '../platform/promised'
import { createScope, type Scope } from '../platform/scope'
import type { Channel } from './notifier'

/** From createAuth() to destroy(), which ends all that was begun. */
export interface Lifetime extends Pick<Scope, 'ended' | 'end'> {
  /** Runs the work at once; a throw becomes a rejection. Work that another instance shares goes on after the end. */
  promised: <T>(work: () => Promise<T>) => Promise<T>
  /** Returns a function that unsubscribes. */
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
