/** At most `width` at a time; the rest wait in the order of their coming. */
export interface Lane {
  readonly full: boolean
  /** Resolves, with what gives the place back, when it is this one's turn; rejects when aborted before. */
  enter(signal: AbortSignal): Promise<() => void>
}

export function createLane(width: number): Lane {
  const waiting: (() => void)[] = []
  let inside = 0

  function leave() {
    const next = waiting.shift()
    if (next) next()
    else inside--
  }

  return {
    get full() {
      return inside >= width
    },
    async enter(signal) {
      signal.throwIfAborted()
      if (inside < width) inside++
      else await turn(signal)
      return leave
    },
  }

  function turn(signal: AbortSignal) {
    return new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal.reason as Error)
      }
      const start = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(start)
    })
  }
}
