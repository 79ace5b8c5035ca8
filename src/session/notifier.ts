import type { CallOut } from '../platform/call-out'
import type { Scope } from '../platform/scope'

export interface Channel<Args extends unknown[]> {
  add(listener: (...args: Args) => void): () => void
  /** What has not been delivered when the scope ends is not delivered any more. */
  send(args: Args, scope?: Scope): void
}

/**
 * Makes channels that share one queue. A listener may call back into the library: what happens then is
 * delivered after the present notification, so that every listener sees every change in its order.
 */
export function createNotifier(callOut: CallOut) {
  const queue: Array<() => void> = []
  let delivering = false

  function deliver(notification: () => void) {
    queue.push(notification)
    if (delivering) return
    delivering = true
    for (let next = queue.shift(); next; next = queue.shift()) next()
    delivering = false
  }

  return function createChannel<Args extends unknown[]>(): Channel<Args> {
    const listeners = new Set<{ call: (...args: Args) => void }>()
    return {
      add(call) {
        // An entry of its own: the same function may listen twice, and each leaves for itself.
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
}
