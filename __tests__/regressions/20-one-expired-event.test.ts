import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { HOUR, loggedIn, ok, refusal, times } from './support'

test('20 terminal failures: 1 expired event', async () => {
  const { world, auth } = await loggedIn()
  const expired: string[] = []
  auth.on('expired', ({ session }) => expired.push(session.token))
  world.server.expireAll()
  world.server.route('POST', '/login', () => ({ statusCode: 403 }))
  const lateness = (url = '') => 10 + Number(/\d+$/.exec(url)?.[0])
  world.script('request', { url: '/orders', latency: ({ options }) => lateness(options.url) })
  const requests = times(20, (i) => auth.request({ url: `/orders/${i}` }))
  const errors = await world.until(outcomes(requests))
  expect(errors).toEqual(Array(20).fill(expect.objectContaining({ name: 'AuthError' })))
  expect(errors[0]).toEqual(refusal('LOGIN_REJECTED'))
  expect(expired).toEqual(['token-1'])
})

test('a session that ran out by our clock and is rejected later: 1 expired event', async () => {
  const { world, auth } = await loggedIn({ cooldown: 0 }, createWorld({ server: { expiresIn: 3600 } }))
  let expired = 0
  auth.on('expired', () => expired++)
  world.script('login', { outcome: 'fail' })
  world.jump(HOUR)
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(expired).toBe(1)
  world.server.expireAll()
  await world.until(outcomes([auth.request({ url: '/orders' })]))
  expect(expired).toBe(1)
  expect(auth.session).toBeNull()
})
