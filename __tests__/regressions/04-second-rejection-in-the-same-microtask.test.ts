import { expect, test } from '@jest/globals'
import { loggedIn, ok } from './support'

test('a second 401 in the same microtask joins the flight (Flyrell/axios-auth-refresh#13)', async () => {
  const { world, auth } = await loggedIn()
  const held: Array<() => void> = []
  const { request } = world.wx
  world.wx.request = ({ success, ...options }) =>
    request({ ...options, success: (response) => held.push(() => success?.(response)) })
  world.valid.clear()
  const requests = [auth.request({ url: '/a' }), auth.request({ url: '/b' })]
  await world.clock.advance(20)
  world.wx.request = request
  expect(held).toHaveLength(2)
  held.forEach((answer) => answer())

  expect(await world.clock.until(Promise.all(requests))).toEqual([ok, ok])
  expect(world.count('login')).toBe(1)
})
