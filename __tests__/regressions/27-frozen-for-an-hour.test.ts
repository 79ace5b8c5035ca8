import { expect, test } from '@jest/globals'
import { granting, loggedIn, ok, times } from './support'

test('frozen for an hour, then 5 requests: 1 login, 0 sends with the stale token (authts/oidc-client-ts#251)', async () => {
  const { world, auth } = await loggedIn({}, granting({ expiresIn: 3600 }))
  // Timers freeze in the background; only the time of day goes on.
  world.clock.jump(3_600_000)
  const responses = await world.clock.until(Promise.all(times(5, () => auth.request({ url: '/orders' }))))
  expect(responses).toEqual(Array(5).fill(ok))
  expect(world.count('login')).toBe(1)
  expect(world.sends('/orders').map(({ token }) => token)).toEqual(Array(5).fill('token-2'))
})
