import { expect, test } from '@jest/globals'
import type { Grant, LoginContext } from '../../src/index'
import { createWorld } from '../support/world'

test('the login never depends on the profile', async () => {
  const world = createWorld()
  let asked = 0
  world.wx.getUserInfo = ({ fail }) => {
    asked++
    fail?.({ errMsg: 'getUserInfo:fail auth deny' })
  }
  await world.clock.until(world.auth().ensureLogin())
  expect(asked).toBe(0)

  // An app that asks is told USER_DENIED, and may go on without.
  const login = async ({ code, send, getUserInfo }: LoginContext) => {
    const denial = await getUserInfo().then(String, (error: unknown) => (error as { code: string }).code)
    const { data } = await send({ url: '/login', method: 'POST', data: { code, denial } })
    return data as Grant
  }
  await world.clock.until(world.auth({ login, storage: false }).ensureLogin())
  expect(world.sends('/login')[1]?.request.data).toEqual({ code: 'code-2', denial: 'USER_DENIED' })
})
