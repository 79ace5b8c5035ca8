import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
import { ok } from './support'

test('a login from the cache is refused', async () => {
  const world = createWorld()
  world.answers.login = 'fromCache'
  await expect(world.clock.until(world.auth().ensureLogin())).rejects.toMatchObject({
    code: 'WX_LOGIN_FAILED',
  })
  expect(world.count('request')).toBe(0)
})

test('scene 1154: a typed error for what needs a login, and public requests still go out', async () => {
  const world = createWorld()
  world.wx.getEnterOptionsSync = () => ({ scene: 1154 })
  const auth = world.auth()
  await expect(world.clock.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  for (const mode of ['none', 'optional'] as const)
    expect(await world.clock.until(auth.request({ url: '/public', auth: mode }))).toEqual(ok)
  expect(world.sends().map(({ token }) => token)).toEqual([null, null])
  expect(world.count('login')).toBe(0)
})
