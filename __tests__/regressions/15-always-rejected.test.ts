import { expect, test } from '@jest/globals'
import { loggedIn } from './support'

test('always 401: 2 sends and 1 login, then an error (axios/axios#3327)', async () => {
  const { world, auth } = await loggedIn()
  world.serve = () => ({ statusCode: 401 })
  await expect(world.clock.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
    code: 'SESSION_REJECTED',
  })
  await world.clock.advance(60_000)
  expect([world.count('request', '/orders'), world.count('login')]).toEqual([2, 1])
})
