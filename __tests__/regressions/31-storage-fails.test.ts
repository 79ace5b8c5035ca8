import { expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { ok, refusal } from './support'

test('setStorage fails: the login resolves, the session lives in memory, 1 warning (auth0/auth0-spa-js#455)', async () => {
  const world = createWorld()
  world.script('setStorage', { outcome: 'fail' })
  const auth = world.auth()
  const warnings: unknown[] = []
  auth.on('warning', (error) => warnings.push(error))
  await expect(world.until(auth.login())).resolves.toMatchObject({ user: { name: '小明' } })
  await world.advance(10_000)
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(warnings).toEqual([refusal('STORAGE_FAILED')])
  expect(world.storage.keys()).toEqual([])
  expect(world.history.logins()).toBe(1)
})
