import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { ok, times, tokens } from './support'

test('50 requests at a cold start: 1 wx.login, 1 exchange, 50 sends (auth0/auth0-spa-js#177)', async () => {
  const world = createWorld()
  const auth = world.auth()
  const responses = await world.until(Promise.all(times(50, (i) => auth.request({ url: `/orders/${i}` }))))
  expect(responses).toEqual(Array(50).fill(ok))
  expect([world.history.logins(), world.history.sends('/login').length]).toEqual([1, 1])
  expect(tokens(world, '/orders')).toEqual(Array(50).fill('token-1'))
})
