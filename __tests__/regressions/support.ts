import { expect } from '@jest/globals'
import type { Grant } from '../../src/index'
import { createWorld } from '../support/world'

export const KEY = 'miniprogram-auth:wx0:release'
export const ok: unknown = expect.objectContaining({ statusCode: 200 })
export const refusal = (code: string): unknown => expect.objectContaining({ code })
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** A user who is logged in with token-1; what led there is not in the history. */
export async function loggedIn(options = {}, world = createWorld()) {
  const auth = world.auth<{ name: string }>(options)
  await world.clock.until(auth.ensureLogin())
  await world.clock.advance(10)
  world.history.length = 0
  return { world, auth }
}

/** A world whose login endpoint adds this to its grants. */
export function granting(more: Partial<Grant>, header: () => Record<string, string> = () => ({})) {
  const world = createWorld()
  const { exchange } = world
  world.exchange = (request, token) => {
    const reply = exchange(request, token) as { statusCode: number; data: object }
    return { ...reply, data: { ...reply.data, ...more }, header: header() }
  }
  return world
}
