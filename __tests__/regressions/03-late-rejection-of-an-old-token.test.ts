import { expect, test } from '@jest/globals'
import { loggedIn, ok, tokens } from './support'

test('a 401 for A that arrives after B is installed: 0 logins, a replay with B (ProtonDriveApps/sdk#44)', async () => {
  const { world, auth } = await loggedIn()
  world.script('request', { url: '/slow', latency: 500 })
  world.server.expireAll()
  const slow = auth.request({ url: '/slow' })
  await world.until(auth.request({ url: '/fast' }))
  expect(auth.session?.token).toBe('token-2')

  expect(await world.until(slow)).toEqual(ok)
  expect(world.history.logins()).toBe(1)
  expect(tokens(world, '/slow')).toEqual(['token-1', 'token-2'])
})
