import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { refusal, times } from './support'

test('the login rejects: all 50 who wait reject (Flyrell/axios-auth-refresh#14, alovajs/alova#772)', async () => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ statusCode: 403 }))
  const auth = world.auth()
  const requests = times(50, (i) => (i % 2 ? auth.request({ url: '/orders' }) : auth.ensureLogin()))
  const errors = await world.until(outcomes(requests), 1000)
  expect(errors).toEqual(Array(50).fill(refusal('LOGIN_REJECTED')))
  expect([world.history.logins(), world.history.sends('/orders').length]).toEqual([1, 0])
})
