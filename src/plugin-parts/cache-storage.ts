import type { WxResponse } from '../platform/wx-port'

/** What is kept of an answer. */
export interface Entry {
  /** By the device's clock. */
  at: number
  /** The answer as JSON: each caller gets a copy of its own. */
  text: string
}

interface Port {
  getStorageSync(key: string): unknown
  setStorageSync(key: string, data: unknown): void
  removeStorageSync?(key: string): void
}

/** Raise it when the stored shape changes; another version is read as nothing stored. */
const VERSION = 2

/**
 * Keeps the entries over a restart; with '' as the key, it does nothing. Sync functions: of two asynchronous writes
 * the first may land last, and bring back what a logout has removed.
 */
export function createCacheStorage(port: Port, key: string) {
  return {
    read(): Map<string, Entry> {
      const entries = attempt(() => {
        const [version, stored] = (key && port.getStorageSync(key)) as [number, Array<[string, Entry]>]
        return version === VERSION && new Map(stored)
      })
      return entries || new Map<string, Entry>()
    },
    write(entries: ReadonlyMap<string, Entry>) {
      attempt(() => {
        try {
          if (key) port.setStorageSync(key, [VERSION, Array.from(entries)])
        } catch {
          // Storage that is full must not keep what a logout has ended.
          if (port.removeStorageSync) port.removeStorageSync(key)
        }
      })
    },
  }
}

/** Moves the entry to the end, as used last. Beyond `max` entries the first is dropped. */
export function keepLast(entries: Map<string, Entry>, max: number, key: string, entry: Entry) {
  entries.delete(key)
  entries.set(key, entry)
  if (entries.size > max) entries.delete(entries.keys().next().value as string)
}

export function parse(text: string): WxResponse {
  return JSON.parse(text) as WxResponse
}

/** A failure does no harm: storage that is full, broken or absent, an entry that is not as it should be. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
