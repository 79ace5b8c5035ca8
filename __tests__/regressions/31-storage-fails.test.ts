import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'
import { ok, refusal } from './support'

test('setStorage fails: the login resolves, the session lives in memory, 1 warning (auth0/auth0-spa-js#455)', async () => {
  const world = createWorld()
  world.answers.setStorage = 'fail'
  const auth = world.auth()
  const warnings: unknown[] = []
  auth.on('warning', (error) => warnings.push(error))
  await expect(world.clock.until(auth.login())).resolves.toMatchObject({ user: { name: '小明' } })
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
  await world.clock.advance(10_000)
  expect(warnings).toEqual([refusal('STORAGE_FAILED')])
  expect([world.stored.size, world.count('login')]).toEqual([0, 1])
})
