import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { KEY, ok, times } from './support'

test('the stored session is that of the only login (IvinWu/weRequest#36)', async () => {
  // As many servers do: a login ends the session of the one before.
  const world = createWorld({ server: { oneTokenPerUser: true } })
  const auth = world.auth()
  await world.until(Promise.all(times(10, () => auth.request({ url: '/orders' }))))
  await world.advance(10)
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-1' })

  world.restart()
  expect(await world.until(world.auth().request({ url: '/orders' }))).toEqual(ok)
  expect([world.history.logins(), world.history.sends('/orders').length]).toEqual([1, 11])
})
