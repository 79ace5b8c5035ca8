import { expect, test } from '@jest/globals'
import { granting, loggedIn, ok, times } from './support'

test('a proactive renewal fails while the token is still valid: the request goes on', async () => {
  const { world, auth } = await loggedIn({}, granting({ expiresIn: 3600 }))
  await world.clock.advance(3_550_000)
  world.exchange = () => ({ statusCode: 503 })
  const responses = await world.clock.until(Promise.all(times(5, () => auth.request({ url: '/orders' }))))
  expect(responses).toEqual(Array(5).fill(ok))
  expect(world.sends('/orders').map(({ token }) => token)).toEqual(Array(5).fill('token-1'))
  expect(world.count('login')).toBe(1)
  expect(auth.state.status).toBe('authenticated')
})
