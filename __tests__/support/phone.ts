import { createAuth } from '../../src/create-auth'
import type { AuthOptions } from '../../src/options'
import { createWorld as createPhone, type WorldOptions } from '../../src/testing'

export const BASE_URL = 'https://api.example.com'

/** A phone, WeChat and the app's server, and the auth of an app on it. */
export function createWorld(options?: WorldOptions) {
  const world = createPhone(options)
  // The dice give the least, unless a test says otherwise.
  world.random = 0
  return Object.assign(world, {
    /** The auth of the app's present life. */
    auth: <User = unknown>(authOptions: Partial<AuthOptions<User>> = {}) =>
      createAuth<User>(
        { baseURL: BASE_URL, login: '/login', wx: world.wx, ...authOptions },
        world.surroundings,
      ),
  })
}

export type World = ReturnType<typeof createWorld>

/** Each promise's value or error, in order. */
export async function outcomes(promises: Array<Promise<unknown>>): Promise<unknown[]> {
  const results = await Promise.allSettled(promises)
  return results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason) as unknown)
}
