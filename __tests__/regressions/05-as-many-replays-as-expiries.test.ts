import { expect, test } from '@jest/globals'
import { loggedIn, ok, times } from './support'

test('20 expiries: 20 replays, 20 successes (Flyrell/axios-auth-refresh#90, #139)', async () => {
  const { world, auth } = await loggedIn()
  world.valid.clear()
  // Each a little later than the one before it: some are rejected before, some during, some after the login.
  world.latency = ({ url }) => 10 + 3 * Number(/\d+$/.exec(url)?.[0] ?? 0)
  const responses = await world.clock.until(
    Promise.all(times(20, (i) => auth.request({ url: `/orders/${i}` }))),
  )
  expect(responses).toEqual(Array(20).fill(ok))
  expect(world.count('login')).toBe(1)
  const tokens = world.sends('/orders').map(({ token }) => token)
  expect(tokens.sort()).toEqual([...times(20, () => 'token-1'), ...times(20, () => 'token-2')])
})
