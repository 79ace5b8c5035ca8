import { expect, test } from '@jest/globals'
import { loggedIn, ok } from './support'

test('checkSession ok and 401 from the server: the session is renewed (tencentyun/wafer2-startup#80)', async () => {
  const { world } = await loggedIn()
  world.valid.clear()
  const auth = world.restart().auth({ sessionKey: 'onLaunch' })
  expect(await world.clock.until(auth.checkSession())).toBe(true)
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(world.count('login')).toBe(1)
  expect(world.sends('/orders').map(({ token }) => token)).toEqual(['token-1', 'token-2'])
})
