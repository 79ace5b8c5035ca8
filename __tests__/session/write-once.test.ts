import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'

const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'

test('a write that lands late and is still the newest is not written once more', async () => {
  const world = createWorld()
  world.script('setStorage', { latency: 5000, times: 1 })
  await world.until(world.auth().ensureLogin())
  await world.advance(20_000)
  expect(world.history.count('setStorage')).toBe(1)
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-1' })
})

test('a read that is answered when it has been given up changes nothing', async () => {
  const world = createWorld()
  world.storage.set(KEY, { v: 1, token: 'token-9', obtainedAt: 1, wechat: true })
  world.script('getStorage', { latency: 7000 })
  const auth = world.auth({ login: () => Promise.resolve({ token: 'token-7' }) })
  await world.until(auth.ensureLogin())
  await world.advance(20_000)
  expect(auth.session?.token).toBe('token-7')
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-7' })
})
