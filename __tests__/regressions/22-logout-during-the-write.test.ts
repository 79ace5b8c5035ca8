import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
import { KEY } from './support'

test('a logout between the start and the end of the storage write undoes it', async () => {
  const world = createWorld()
  const { setStorage } = world.wx
  world.wx.setStorage = (options) => world.clock.after(500, () => void setStorage(options))
  const auth = world.auth()
  await world.clock.until(auth.ensureLogin())
  await world.clock.advance(100)
  expect(world.stored.size).toBe(0)
  await world.clock.until(auth.logout())
  await world.clock.advance(10_000)
  expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
  await expect(world.clock.until(world.restart().auth().ensureLogin())).rejects.toMatchObject({
    code: 'LOGGED_OUT',
  })
})
