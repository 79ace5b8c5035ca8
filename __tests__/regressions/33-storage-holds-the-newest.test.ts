import { expect, test } from '@jest/globals'
import { KEY, loggedIn, ok } from './support'

test.each([1, 100])('after 2 renewals storage holds the newest; a write takes %i ms', async (latency) => {
  const { world, auth } = await loggedIn()
  world.script('setStorage', { latency })
  world.script('removeStorage', { latency })
  for (let i = 0; i < 2; i++) {
    world.server.expireAll()
    await world.until(auth.request({ url: '/orders' }))
  }
  await world.advance(1000)
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-3' })
  world.restart()
  expect(await world.until(world.auth().request({ url: '/orders' }))).toEqual(ok)
  expect(world.history.logins()).toBe(2)
})
