import type { Auth } from '../../src/auth'
import type { AuthOptions } from '../../src/options'
import type { NetworkName } from '../../src/platform/transport'
import type { WorldOptions } from '../../src/testing'
import { createWorld } from './phone'

/** A user who is logged in with token-1; what led there is not in the history. */
export async function loggedIn<User = unknown>(
  authOptions: Partial<AuthOptions<User>> = {},
  worldOptions?: WorldOptions,
) {
  const world = createWorld(worldOptions)
  const auth = world.auth<User>(authOptions)
  await world.until(auth.ensureLogin())
  await world.advance(2000)
  world.history.clear()
  return { world, auth }
}

/** The same `wx`, and what the app passed to one of its functions, as it was passed. */
export function overheard<Wx extends object>(wx: Wx, name: keyof Wx) {
  const passed: Array<Record<string, unknown>> = []
  const original = wx[name] as (options: object) => unknown
  const heard = (options: object) => {
    passed.push({ ...options })
    return original(options)
  }
  return { passed, wx: { ...wx, [name]: heard } }
}

/** Whoever changes it, or anything in it, throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}

/** Any of the three, by its name. */
export function start(auth: Auth, api: NetworkName, options: object): Promise<unknown> {
  return auth[api](options as never)
}
