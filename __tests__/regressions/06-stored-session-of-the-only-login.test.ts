import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
import { KEY, ok, times } from './support'

test('the stored session is that of the only login (IvinWu/weRequest#36)', async () => {
  const world = createWorld()
  const { exchange } = world
  // As many servers do: a login ends the session of the one before.
  world.exchange = (request, token) => {
    world.valid.clear()
    return exchange(request, token)
  }
  const auth = world.auth()
  await world.clock.until(Promise.all(times(10, () => auth.request({ url: '/orders' }))))
  await world.clock.advance(10)
  expect(world.stored.get(KEY)).toMatchObject({ token: 'token-1' })

  expect(await world.clock.until(world.restart().auth().request({ url: '/orders' }))).toEqual(ok)
  expect([world.count('login'), world.count('request', '/orders')]).toEqual([1, 11])
})
