import type { CallOut } from '../platform/call-out'
import type { Scope } from '../platform/scope'

export interface Channel<Args extends unknown[]> {
  add(listener: (...args: Args) => void): () => void
  /** Listeners that have not been called when the scope ends are not called. */
  send(args: Args, scope?: Scope): void
}

/**
 * Makes channels that share one queue. What a listener causes by calling the library is delivered after the present
 * notification, so that all listeners see all changes in the same order.
 */
export function createNotifier(callOut: CallOut) {
  const queue: Array<() => void> = []
  let delivering = false

  function deliver(notification: () => void) {
    queue.push(notification)
    if (!delivering) flush()
  }

  function flush() {
    delivering = true
    for (let next = queue.shift(); next; next = queue.shift()) next()
    delivering = false
  }

  /** What `work` has to tell is told after `then`, whatever comes of it. */
  function together<T>(work: () => T, then: () => void): T {
    const isOuter = !delivering
    delivering = true
    try {
      return work()
    } finally {
      then()
      if (isOuter) flush()
    }
  }

  function createChannel<Args extends unknown[]>(): Channel<Args> {
    const listeners = new Set<{ call: (...args: Args) => void }>()
    return {
      add(call) {
        // Wrapped: the same function may subscribe twice, and unsubscribe once.
        const entry = { call }
        listeners.add(entry)
        return () => void listeners.delete(entry)
      },
      send(args, scope) {
        deliver(() => {
          for (const entry of Array.from(listeners)) {
            if (listeners.has(entry) && !scope?.ended) callOut(entry.call, ...args)
          }
        })
      },
    }
  }

  return { createChannel, together }
}
