/** Those who listen to one event of wx or of a task. */
export interface Listeners<Event> {
  on: (listener: (event: Event) => void) => void
  /** Without a listener: all of them. */
  off: (listener?: (event: Event) => void) => void
  readonly current: ReadonlyArray<(event: Event) => void>
}

export function createListeners<Event>(): Listeners<Event> {
  let current: Array<(event: Event) => void> = []
  return {
    on(listener) {
      current = [...current, listener]
    },
    off(listener) {
      current = listener ? current.filter((other) => other !== listener) : []
    },
    get current() {
      return current
    },
  }
}
