import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { ok, refusal, tokens } from './support'

test('a login from the cache is refused', async () => {
  const world = createWorld()
  world.network.cacheManager = true
  world.network.goOffline()
  await expect(world.until(world.auth().ensureLogin())).rejects.toEqual(refusal('WX_LOGIN_FAILED'))
  expect(world.history.steps).toContainEqual(
    expect.objectContaining({ type: 'end', name: 'login', how: 'success' }),
  )
  expect(world.history.sends()).toEqual([])
})

test('scene 1154: a typed error for what needs a login, and public requests still go out', async () => {
  const world = createWorld({ launch: { scene: 1154 } })
  const auth = world.auth()
  await expect(world.until(auth.request({ url: '/orders' }))).rejects.toEqual(refusal('UNAVAILABLE'))
  for (const mode of ['none', 'optional'] as const)
    expect(await world.until(auth.request({ url: '/public', auth: mode }))).toEqual(ok)
  expect(tokens(world, '')).toEqual([null, null])
  expect(world.history.logins()).toBe(0)
})
