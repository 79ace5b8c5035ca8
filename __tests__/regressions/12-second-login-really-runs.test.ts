import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/phone'
import { codes, refusal } from './support'

/** Each returns what ends it. */
const failures: Record<string, [code: string, exchanged: string[], begin: (world: World) => () => void]> = {
  'wx.login fails': ['WX_LOGIN_FAILED', ['code-1'], (world) => world.script('login', { outcome: 'fail' })],
  'wx.login is silent': [
    'LOGIN_TIMEOUT',
    ['code-2'],
    (world) => world.script('login', { outcome: 'neither' }),
  ],
  'the exchange is refused': [
    'LOGIN_REJECTED',
    ['code-1', 'code-2'],
    (world) => world.server.route('POST', '/login', () => ({ statusCode: 401 })),
  ],
  'the exchange is silent': [
    'LOGIN_TIMEOUT',
    ['code-1', 'code-2'],
    (world) => world.script('request', { url: '/login', outcome: 'neither' }),
  ],
}

describe('the first login fails, the second really runs (gemini-cli#29052)', () => {
  describe.each(Object.keys(failures))('%s', (failure) => {
    test.each([
      ['the user asks again', 'login', 0],
      ['the app asks again, after the cooldown', 'ensureLogin', 10_000],
    ] as const)('%s', async (_, method, wait) => {
      const world = createWorld()
      const auth = world.auth()
      const [code, exchanged, begin] = failures[failure] ?? []
      const end = begin?.(world)
      expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal(String(code))])
      expect(auth.state.status).toBe('failed')
      end?.()
      await world.advance(wait)
      await world.until(auth[method]())
      expect(auth.state.status).toBe('authenticated')
      expect(world.history.logins()).toBe(2)
      expect(codes(world)).toEqual(exchanged)
    })
  })
})
