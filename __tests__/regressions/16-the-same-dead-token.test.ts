import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { refusal, times } from './support'

test('the exchange returns the same dead token: it stops', async () => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ data: { token: 'token-0' } }))
  const auth = world.auth({ cooldown: 60_000 })
  const results: unknown[] = []
  for (let i = 0; i < 10; i++) {
    const two = times(2, () => auth.request({ url: '/orders' }))
    results.push(...(await world.until(outcomes(two))))
  }
  expect(results).toEqual(Array(20).fill(refusal('SESSION_REJECTED')))
  expect(world.history.logins()).toBe(2)
  expect(world.history.sends('/orders').length).toBeLessThanOrEqual(22)
})
