import { expect, test } from '@jest/globals'
import { loggedIn, ok } from './support'

test('a 401 for A that arrives after B is installed: 0 logins, a replay with B (ProtonDriveApps/sdk#44)', async () => {
  const { world, auth } = await loggedIn()
  world.latency = ({ url }) => (url.includes('/slow') ? 500 : 10)
  world.valid.clear()
  const slow = auth.request({ url: '/slow' })
  await world.clock.until(auth.request({ url: '/fast' }))
  expect(auth.session?.token).toBe('token-2')

  const logins = world.count('login')
  expect(await world.clock.until(slow)).toEqual(ok)
  expect(world.count('login')).toBe(logins)
  expect(world.sends('/slow').map(({ token }) => token)).toEqual(['token-1', 'token-2'])
})
