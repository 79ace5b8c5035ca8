import { expect, test } from '@jest/globals'
import { KEY, loggedIn, ok } from './support'

test('after 2 renewals storage holds the newest', async () => {
  const { world, auth } = await loggedIn()
  for (let i = 0; i < 2; i++) {
    world.valid.clear()
    await world.clock.until(auth.request({ url: '/orders' }))
  }
  await world.clock.advance(10)
  expect(world.stored.get(KEY)).toMatchObject({ token: 'token-3' })
  expect(await world.clock.until(world.restart().auth().request({ url: '/orders' }))).toEqual(ok)
  expect(world.count('login')).toBe(2)
})
