import { expect, test } from '@jest/globals'
import { loggedIn, ok } from './support'

test('the header reads the token at send time: a request that waited for a login carries the newest (ez-wxlite#6)', async () => {
  const { world, auth } = await loggedIn()
  // As an app's own interceptor builds it, before the login is over.
  const header = { Authorization: 'Bearer token-1' }
  const login = auth.login({ force: true })
  await world.advance(1)
  expect(auth.state.status).toBe('loggingIn')
  const request = auth.request({ url: '/orders', header })
  await world.until(login)
  expect(await world.until(request)).toEqual(ok)
  expect(world.history.sends('/orders')).toMatchObject([
    { token: 'token-2', header: { Authorization: 'Bearer token-2' } },
  ])
})
