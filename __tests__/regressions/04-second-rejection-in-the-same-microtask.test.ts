import { expect, test } from '@jest/globals'
import { loggedIn, ok, tokens } from './support'

test('a second 401 in the same microtask joins the flight (Flyrell/axios-auth-refresh#13)', async () => {
  const { world, auth } = await loggedIn()
  world.server.expireAll()
  // Both answers are handed over at once: nothing of ours runs between them but what the first one calls.
  const { request } = world.wx
  const answers: Array<() => void> = []
  world.wx.request = (options) =>
    request({ ...options, success: (response) => answers.push(() => options.success?.(response)) })
  const requests = [auth.request({ url: '/a' }), auth.request({ url: '/b' })]
  await world.advance(50)
  expect(world.history.answers().map(({ statusCode }) => statusCode)).toEqual([401, 401])
  world.wx.request = request
  answers.forEach((answer) => answer())

  expect(await world.until(Promise.all(requests))).toEqual([ok, ok])
  expect(world.history.logins()).toBe(1)
  expect([tokens(world, '/a'), tokens(world, '/b')]).toEqual(Array(2).fill(['token-1', 'token-2']))
})
