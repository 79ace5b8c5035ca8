/** ms; what waits longer is a watchdog, and nothing in the bench takes so long. */
const WATCHDOG = 10_000

/**
 * Timers that cost next to nothing, as on a phone, where they are native. Node's are linked lists of objects: once a
 * dead one is old, V8 keeps those behind it until the next full collection, which is a matter of luck and five times
 * what is to be measured.
 */
export function useInstantTimers() {
  const { setTimeout, clearTimeout } = globalThis
  /** Held, as a phone holds them. */
  const callbacks = []
  const free = []
  globalThis.setTimeout = (callback, ms, ...args) => {
    if (!(ms >= WATCHDOG)) return setTimeout(callback, ms, ...args)
    const id = free.pop() ?? callbacks.length
    callbacks[id] = callback
    return id
  }
  globalThis.clearTimeout = (timer) => {
    if (typeof timer !== 'number') return clearTimeout(timer)
    callbacks[timer] = null
    free.push(timer)
  }
}
