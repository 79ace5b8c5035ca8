import type { WxPort } from '../platform/wx-port'

/** Raise the number when what is shared changes its shape: copies of different shapes must not share. */
const NAME = 'miniprogram-auth:1'

interface Entry {
  value: unknown
  users: number
  /** Resolves when the last user's `end` is done. */
  left?: Promise<void>
}

type Registry = Record<string, Entry | undefined>

export interface Share<T> {
  value: T
  /** One user less; the last one's `end` is called, and may take a while. */
  leave: (end: () => Promise<void>) => void
}

/**
 * The value that was made first for this key, by any copy of this package: an independent sub-package loads its own,
 * and two copies would log in against each other. They meet on `wx`, as `globalThis` still failed in the field in
 * 2023. A `wx` that takes no property leaves each copy to itself.
 */
export function shared<T>(
  port: WxPort,
  key: string,
  /** `former`: resolves when the last value has ended. */
  create: (former?: Promise<void>) => T,
): Share<T> {
  const registry = registryOf(port)
  const present = registry[key]
  const entry = present?.users ? present : { value: create(present?.left), users: 0 }
  registry[key] = entry
  entry.users++
  return {
    value: entry.value as T,
    leave(end) {
      if (--entry.users > 0) return
      registry[key] = { value: null, users: 0, left: end() }
    },
  }
}

function registryOf(port: WxPort): Registry {
  const present = (port as unknown as Record<string, Registry | undefined>)[NAME]
  if (present) return present
  const created: Registry = {}
  try {
    // Configurable: a Proxy around `wx` could not give another value for it otherwise.
    Object.defineProperty(port, NAME, { value: created, configurable: true })
  } catch {
    // It takes no property: this copy keeps a registry of its own.
  }
  return created
}
