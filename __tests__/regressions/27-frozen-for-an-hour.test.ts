import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { HOUR, loggedIn, ok, times, tokens } from './support'

test('frozen for an hour, then 5 requests: 1 login, 0 sends with the stale token (authts/oidc-client-ts#251)', async () => {
  const { world, auth } = await loggedIn({}, createWorld({ server: { expiresIn: 3600 } }))
  const expired: string[] = []
  auth.on('expired', ({ session }) => expired.push(session.token))
  world.app.hide()
  await world.advance(HOUR)
  expect(world.app.state).toBe('suspended')
  world.app.show()
  const responses = await world.until(Promise.all(times(5, () => auth.request({ url: '/orders' }))))
  expect(responses).toEqual(Array(5).fill(ok))
  expect(world.history.logins()).toBe(1)
  expect(tokens(world, '/orders')).toEqual(Array(5).fill('token-2'))
  expect(expired).toEqual(['token-1'])
})
