import { expect, test } from '@jest/globals'
import { createWorld } from './support/phone'

test('the generation rises with whom the app is for, before the call returns, and with nothing else', async () => {
  const world = createWorld()
  const auth = world.auth()
  expect(auth.generation).toBe(0)
  await world.until(auth.ensureLogin())
  await world.until(auth.login({ force: true }))
  world.server.expireAll()
  await world.until(auth.request({ url: '/x' }))
  expect(auth.generation).toBe(0)
  const logout = auth.logout()
  expect(auth.generation).toBe(1)
  const set = auth.setSession({ token: world.server.issue() }, { wechat: true })
  expect(auth.generation).toBe(2)
  await world.until(Promise.all([logout, set]))
  expect(auth.generation).toBe(2)
  // Copies of the library that share one session share its generations.
  expect(world.auth().generation).toBe(2)
})
