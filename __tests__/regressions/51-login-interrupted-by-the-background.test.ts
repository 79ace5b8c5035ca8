import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/phone'
import { refusal } from './support'

/** Shorter than the cooldown of 10 s, which must not hold up the next login. */
const AWAY = 6000

/** wx.login, or the exchange, that the background will cut off. */
function interrupt(world: World, name: 'login' | 'request') {
  if (name === 'request') world.script('request', { latency: 60_000, times: 1 })
  else
    world.script('login', { outcome: 'fail', errMsg: 'interrupted', errno: 600003, latency: 5500, times: 1 })
}

describe('a login interrupted by the background ends, and after onAppShow the next one works at once', () => {
  describe.each(['login', 'request'] as const)('wx.%s', (name) => {
    // Callbacks come when the app returns, but for those that come before it freezes.
    test.each([
      ['before the app freezes', Infinity],
      ['only after onAppShow', 5000],
    ])('is interrupted, which is told %s', async (_, suspendAfter) => {
      const world = createWorld({ suspendAfter })
      const auth = world.auth()
      interrupt(world, name)
      let told = false
      const waiting = outcomes([auth.ensureLogin()])
      void waiting.then(() => (told = true))
      await world.advance(15)
      world.app.hide()
      await world.advance(AWAY)
      expect(told).toBe(suspendAfter === Infinity)
      world.app.show()
      expect(await world.until(waiting)).toEqual([
        expect.objectContaining({ name: 'AuthError', errno: 600003 }),
      ])
      await world.until(auth.ensureLogin())
      expect(auth.state.status).toBe('authenticated')
      expect(world.history.logins()).toBe(2)
    })

    test('never answers', async () => {
      const world = createWorld()
      const auth = world.auth()
      const repair = world.script(name, { outcome: 'neither' })
      expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('LOGIN_TIMEOUT')])
      repair()
      world.app.hide()
      await world.advance(AWAY)
      world.app.show()
      await world.until(auth.ensureLogin())
      expect(auth.state.status).toBe('authenticated')
    })
  })

  test.each([{}, { latency: 5500 }, { outcome: 'neither' as const }])(
    'wx.login, %p, is frozen for a minute',
    async (script) => {
      const world = createWorld({ suspendAfter: 0 })
      world.script('login', { ...script, times: 1 })
      const auth = world.auth()
      const waiting = outcomes([auth.ensureLogin()])
      await world.advance(5)
      world.app.hide()
      await world.advance(60_000)
      world.app.show()
      expect(await world.until(waiting, 1000)).toEqual([expect.anything()])
      // Nobody's failure: the next automatic login need not wait.
      await world.until(auth.ensureLogin(), 1000)
      expect(auth.state.status).toBe('authenticated')
    },
  )
})
