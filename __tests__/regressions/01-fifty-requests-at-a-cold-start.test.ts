import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
import { ok, times } from './support'

test('50 requests at a cold start: 1 wx.login, 1 exchange, 50 sends (auth0/auth0-spa-js#177)', async () => {
  const world = createWorld()
  const auth = world.auth()
  const responses = await world.clock.until(
    Promise.all(times(50, (i) => auth.request({ url: `/orders/${i}` }))),
  )
  expect(responses).toEqual(Array(50).fill(ok))
  expect([world.count('login'), world.count('request', '/login')]).toEqual([1, 1])
  expect(world.sends('/orders').map(({ token }) => token)).toEqual(Array(50).fill('token-1'))
})
