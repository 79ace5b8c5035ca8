import type { WxPort } from '../platform/wx-port'

/** Raised with the shape of what is shared: copies of different shapes must not meet. */
const NAME = 'miniprogram-auth:1'

interface Entry {
  value: unknown
  users: number
  /** Resolves when the last one has left for good. */
  left?: Promise<void>
}

type Registry = Record<string, Entry | undefined>

export interface Share<T> {
  value: T
  /** One user less; the last one ends it, which may take a time. */
  leave: (end: () => Promise<void>) => void
}

/**
 * What was made first for this key, also by another copy of this package: an independent sub-package loads its own,
 * and two would log in against each other. The copies meet on `wx`, which they have in common; `globalThis` still
 * failed in the field in 2023. A `wx` that takes no property leaves each copy to itself.
 */
export function shared<T>(
  port: WxPort,
  key: string,
  /** `former`: the one before has not ended until then. */
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
    // Configurable, so that a Proxy which somebody puts in front of `wx` may give something else for it.
    Object.defineProperty(port, NAME, { value: created, configurable: true })
  } catch {
    // It takes no property: each copy has a registry that nobody else finds.
  }
  return created
}
