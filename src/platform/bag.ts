export interface Bag<T> {
  /** Returns what takes it out again. */
  add(item: T): () => void
  /** Empties it, and calls back with each that nobody has taken out by then, in the order in which they came. */
  clear(callback: (item: T) => void): void
}

/**
 * Holds what comes and goes with every request. Not a Set: V8 chains the tables that a Set outgrows, and once one of
 * them is old, the garbage of every request behind it is kept until the next full collection.
 */
export function createBag<T>(): Bag<T> {
  let entries: Array<{ item: T | null }> = []
  let gone = 0
  return {
    add(item) {
      const entry: { item: T | null } = { item }
      entries.push(entry)
      return () => {
        if (entry.item === null) return
        entry.item = null
        if (++gone * 2 < entries.length) return
        entries = entries.filter((other) => other.item !== null)
        gone = 0
      }
    },
    clear(callback) {
      const all = entries
      entries = []
      gone = 0
      for (const { item } of all) if (item !== null) callback(item)
    },
  }
}
