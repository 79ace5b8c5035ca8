import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { loggedIn, ok, refusal, times, tokens } from './support'

test('a proactive renewal fails while the token is still valid: the request goes on', async () => {
  const { world, auth } = await loggedIn({}, createWorld({ server: { expiresIn: 3600 } }))
  const warnings: unknown[] = []
  auth.on('warning', (error) => warnings.push(error))
  await world.advance(3_550_000)
  world.server.route('POST', '/login', () => ({ statusCode: 503 }))
  const responses = await world.until(Promise.all(times(5, () => auth.request({ url: '/orders' }))))
  expect(responses).toEqual(Array(5).fill(ok))
  // And so does the next, which need not wait for another failure.
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(tokens(world, '/orders')).toEqual(Array(6).fill('token-1'))
  expect(world.history.logins()).toBe(1)
  expect(warnings).toEqual([refusal('SERVER_UNAVAILABLE')])
  expect(auth.state.status).toBe('authenticated')
})
