/** Those who listen to one event of a task. `off` without a listener removes them all, as on the platform. */
export function createListeners<Event>() {
  const listeners = new Set<(event: Event) => void>()
  return {
    emit: (event: Event) => [...listeners].forEach((listener) => listener(event)),
    on: (listener: (event: Event) => void) => void listeners.add(listener),
    off: (listener?: (event: Event) => void) => {
      if (listener) listeners.delete(listener)
      else listeners.clear()
    },
  }
}
