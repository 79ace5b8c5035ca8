import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { HOUR, ok } from './support'

const DAY = 24 * HOUR

test('expiresIn of 30 days: no immediate renewal, no timer above 2147483647 ms (keycloak/keycloak-js#107)', async () => {
  const world = createWorld({ server: { expiresIn: (30 * DAY) / 1000 } })
  const delays: number[] = []
  const { after } = world.clock
  world.clock.after = (ms, callback) => {
    delays.push(ms)
    return after(ms, callback)
  }
  const longest = 2 ** 31 - 1
  const auth = world.auth({ loginTimeout: longest })
  for (const days of [0, 1, 28]) {
    await world.advance(days * DAY)
    const response = auth.request({ url: '/orders', timeout: longest })
    expect(await world.until(response)).toEqual(ok)
    await world.advance(1000)
    expect(world.clock.pending).toBe(0)
  }
  expect(world.history.logins()).toBe(1)
  expect(delays.length).toBeGreaterThan(5)
  expect(Math.max(...delays)).toBeLessThanOrEqual(longest)
})
