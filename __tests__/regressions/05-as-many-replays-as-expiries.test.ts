import { expect, test } from '@jest/globals'
import { loggedIn, ok, times, tokens } from './support'

test('20 requests, 10 of them under way at the expiry: 10 replays, 20 successes (Flyrell/axios-auth-refresh#90, #139)', async () => {
  // All but the last ten are under way when the first is rejected; those wait, and are sent once.
  const { world, auth } = await loggedIn()
  world.server.expireAll()
  // Each a little later than the one before it: some are rejected before, some during, some after the login.
  const lateness = (url = '') => 10 + 3 * Number(/\d+$/.exec(url)?.[0])
  world.script('request', { url: '/orders', latency: ({ options }) => lateness(options.url) })
  const responses = await world.until(Promise.all(times(20, (i) => auth.request({ url: `/orders/${i}` }))))
  expect(responses).toEqual(Array(20).fill(ok))
  expect(world.history.logins()).toBe(1)
  expect(tokens(world, '/orders').sort()).toEqual([
    ...times(10, () => 'token-1'),
    ...times(20, () => 'token-2'),
  ])
})
