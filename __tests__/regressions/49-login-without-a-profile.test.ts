import { describe, expect, test } from '@jest/globals'
import type { Grant, LoginContext } from '../../src/index'
import type { Outcome } from '../../src/testing'
import { createWorld } from '../support/phone'

describe('the login never depends on the profile', () => {
  test.each<Outcome>(['fail', 'neither', 'throw', 'empty'])(
    'it does not ask for one: getUserInfo would %s',
    async (outcome) => {
      const world = createWorld()
      world.script('getUserInfo', { outcome })
      const session = await world.until(world.auth().ensureLogin(), 100)
      expect(session.token).toBe('token-1')
      expect(world.history.count('getUserInfo')).toBe(0)
    },
  )

  test('an app that asks is told USER_DENIED, and may go on without', async () => {
    const world = createWorld()
    world.script('getUserInfo', { outcome: 'fail', errMsg: 'auth deny' })
    const login = async ({ code, send, getUserInfo }: LoginContext) => {
      const denial = await getUserInfo().then(String, (error: unknown) => (error as { code: string }).code)
      const { data } = await send({ url: '/login', method: 'POST', data: { code, denial } })
      return data as Grant
    }
    const session = await world.until(world.auth({ login }).ensureLogin())
    expect(session.token).toBe('token-1')
    expect(world.history.sends('/login')).toMatchObject([{ data: { code: 'code-1', denial: 'USER_DENIED' } }])
  })
})
