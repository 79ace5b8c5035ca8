import { expect } from '@jest/globals'
import { createWorld, type World } from '../support/phone'

export const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'
export const HOUR = 3_600_000
export const ok: unknown = expect.objectContaining({ statusCode: 200 })
export const refusal = (code: string): unknown => expect.objectContaining({ name: 'AuthError', code })
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** The tokens that were sent to such URLs, in order; null where there was none. */
export const tokens = (world: World, part: string) => world.history.sends(part).map(({ token }) => token)

/** The login codes that were sent to the server, in order. */
export const codes = (world: World) =>
  world.history.sends('/login').map(({ data }) => (data as { code: string }).code)

/** The functions of wx that were called, in order, but for storage. */
export const calls = (world: World) =>
  world.history.steps
    .flatMap((step) => (step.type === 'call' ? step.name : []))
    .filter((name) => !name.endsWith('Storage') && !name.endsWith('Sync'))

/** A user who is logged in with token-1; what led there is not in the history. */
export async function loggedIn(options = {}, world = createWorld()) {
  const auth = world.auth<{ name: string }>(options)
  await world.until(auth.ensureLogin())
  await world.advance(10)
  world.history.clear()
  return { world, auth }
}
