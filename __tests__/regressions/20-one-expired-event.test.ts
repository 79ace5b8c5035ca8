import { expect, test } from '@jest/globals'
import { outcomes } from '../support/world'
import { granting, loggedIn, refusal, times } from './support'

test('20 terminal failures: 1 expired event', async () => {
  const { world, auth } = await loggedIn()
  const expired: string[] = []
  auth.on('expired', ({ session }) => expired.push(session.token))
  world.valid.clear()
  world.exchange = () => ({ statusCode: 403 })
  world.latency = ({ url }) => 10 + Number(/\d+$/.exec(url)?.[0] ?? 0)
  const requests = times(20, (i) => auth.request({ url: `/orders/${i}` }))
  const errors = await world.clock.until(outcomes(requests))
  expect(errors).toEqual(Array(20).fill(expect.objectContaining({ name: 'AuthError' })))
  expect(errors[0]).toEqual(refusal('LOGIN_REJECTED'))
  expect(expired).toEqual(['token-1'])
})

test('a session that ran out by our clock and is rejected later: 1 expired event', async () => {
  const { world, auth } = await loggedIn({ cooldown: 0 }, granting({ expiresIn: 3600 }))
  let expired = 0
  auth.on('expired', () => expired++)
  world.answers.login = 'fail'
  world.clock.jump(3_600_000)
  await world.clock.until(auth.request({ url: '/orders' }))
  expect(expired).toBe(1)
  world.valid.clear()
  await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
  expect(expired).toBe(1)
})
