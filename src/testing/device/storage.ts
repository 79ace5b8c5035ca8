import { byteLength } from '../bytes'
import { failure, success, type Ending } from '../ending'
import type { History } from '../history'

/** The phone's storage, as a test sees it: not recorded, never failing, and it survives the app. */
export interface DeviceStorage {
  /** A copy of the value; undefined when there is none. */
  get(key: string): unknown
  /** Puts a value there as it is, whatever the limits say. */
  set(key: string, value: unknown, options?: { encrypt?: boolean }): void
  /** As if it had never been stored. */
  remove(key: string): void
  /** All that is stored. */
  keys(): string[]
  /** As after the user has deleted the mini program. */
  clear(): void
}

/** The same storage by the platform's rules. */
export interface PlatformStorage {
  read(key: string, encrypt?: boolean): Ending
  write(key: string, value: unknown, encrypt?: boolean): Ending
  remove(key: string): Ending
  /** KB */
  info(): { keys: string[]; currentSize: number; limitSize: number }
}

const KB = 1024
const KEY_LIMIT = KB * KB
const ENCRYPTED_KEY_LIMIT = 0.7 * KEY_LIMIT
const TOTAL_LIMIT = 10 * KEY_LIMIT

export function createStorage(history: History): { device: DeviceStorage; platform: PlatformStorage } {
  const entries = new Map<string, { json: string; size: number; encrypt: boolean }>()
  const put = (key: string, json: string, encrypt: boolean) =>
    entries.set(key, { json, size: byteLength(json), encrypt })
  const total = () => [...entries.values()].reduce((sum, { size }) => sum + size, 0)
  const valueOf = (key: string): unknown => {
    const entry = entries.get(key)
    return entry && (JSON.parse(entry.json) as unknown)
  }

  return {
    device: {
      get: valueOf,
      set: (key, value, { encrypt = false } = {}) => void put(key, toJSON(value), encrypt),
      remove: (key) => void entries.delete(key),
      keys: () => [...entries.keys()],
      clear: () => entries.clear(),
    },
    platform: {
      read(key, encrypt = false) {
        const entry = entries.get(key)
        history.add({ type: 'storage', action: 'get', key, data: valueOf(key), encrypt })
        if (!entry) return failure('data not found')
        // Both set and get must pass `encrypt`; how the mismatch fails is not documented.
        if (entry.encrypt !== encrypt) return failure('decrypt data fail')
        return success({ data: valueOf(key) })
      },
      write(key, value, encrypt = false) {
        let json: string
        try {
          json = toJSON(value)
        } catch (error) {
          return failure(`data is not serializable: ${String(error)}`)
        }
        const size = byteLength(json)
        if (size > (encrypt ? ENCRYPTED_KEY_LIMIT : KEY_LIMIT)) return failure('entry size limit reached')
        if (total() - (entries.get(key)?.size ?? 0) + size > TOTAL_LIMIT)
          return failure('exceed storage max size 10Mb')
        put(key, json, encrypt)
        history.add({ type: 'storage', action: 'set', key, data: valueOf(key), encrypt })
        return success()
      },
      remove(key) {
        entries.delete(key)
        history.add({ type: 'storage', action: 'remove', key, encrypt: false })
        return success()
      },
      info: () => ({
        keys: [...entries.keys()],
        currentSize: Math.ceil(total() / KB),
        limitSize: TOTAL_LIMIT / KB,
      }),
    },
  }
}

/** What JSON has no word for is kept as null. */
function toJSON(value: unknown): string {
  return JSON.stringify([value]).slice(1, -1)
}
