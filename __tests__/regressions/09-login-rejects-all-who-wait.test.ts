import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'
import { refusal, times } from './support'

test('the login rejects: all 50 who wait reject (Flyrell/axios-auth-refresh#14, alovajs/alova#772)', async () => {
  const world = createWorld()
  world.exchange = () => ({ statusCode: 403 })
  const auth = world.auth()
  const requests = times(50, (i) => (i % 2 ? auth.request({ url: '/orders' }) : auth.ensureLogin()))
  const errors = await world.clock.until(outcomes(requests))
  expect(errors).toEqual(Array(50).fill(refusal('LOGIN_REJECTED')))
  expect(world.clock.elapsed).toBeLessThan(1000)
  expect([world.count('login'), world.count('request', '/orders')]).toEqual([1, 0])
})
