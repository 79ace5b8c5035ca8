import { expect, test } from '@jest/globals'
import { loggedIn, ok, tokens } from './support'

test('a second 401 in the same microtask joins the flight (Flyrell/axios-auth-refresh#13)', async () => {
  const { world, auth } = await loggedIn()
  world.server.expireAll()
  // Answered within the call: both answers are there before anything of ours runs.
  world.script('request', { sync: true, times: 2 })
  const requests = [auth.request({ url: '/a' }), auth.request({ url: '/b' })]
  expect(world.history.answers().map(({ statusCode }) => statusCode)).toEqual([401, 401])

  expect(await world.until(Promise.all(requests))).toEqual([ok, ok])
  expect(world.history.logins()).toBe(1)
  expect([tokens(world, '/a'), tokens(world, '/b')]).toEqual(Array(2).fill(['token-1', 'token-2']))
})
