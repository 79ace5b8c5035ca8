/** The platform's own queue: so many requests at a time, the rest in order. */
export interface Queue {
  place(start: () => void): Place
}

export interface Place {
  /** Starts now, or when its turn comes. */
  enter: () => void
  /** Makes room for the next, wherever it was: waiting or running. */
  leave: () => void
}

export function createQueue(limit: number, onChange: (running: number) => void): Queue {
  const running = new Set<() => void>()
  const waiting = new Set<() => void>()

  function fill() {
    for (const start of waiting) {
      if (running.size >= limit) return
      waiting.delete(start)
      running.add(start)
      onChange(running.size)
      start()
    }
  }

  return {
    place: (start) => ({
      enter() {
        waiting.add(start)
        fill()
      },
      leave() {
        waiting.delete(start)
        running.delete(start)
        fill()
      },
    }),
  }
}
