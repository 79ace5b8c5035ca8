import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type Answer } from '../support/world'

const FUNCTIONS = ['login', 'request', 'getStorage', 'setStorage', 'checkSession']
const ANSWERS: Answer[] = ['success', 'fail', 'silent', 'both', 'twice', 'throw']

describe('whatever a wx callback does, everything settles once and the next login works', () => {
  test.each(FUNCTIONS.flatMap((name) => ANSWERS.map((answer) => [name, answer] as const)))(
    'wx.%s: %s',
    async (name, answer) => {
      const world = createWorld()
      world.answers[name] = answer
      const auth = world.auth()
      let logins = 0
      auth.on('login', () => logins++)
      await world.clock.until(
        outcomes([auth.ensureLogin(), auth.request({ url: '/orders' }), auth.checkSession()]),
      )
      await world.clock.until(outcomes([auth.logout()]))
      await world.clock.advance(5000)
      expect(logins).toBe(['login', 'request'].includes(name) && failing.includes(answer) ? 0 : 1)
      expect(world.clock.elapsed).toBeLessThan(120_000)
      expect(world.clock.pending).toBe(0)

      world.answers[name] = 'success'
      await world.clock.until(auth.login({ force: true }))
    },
  )
})

const failing: Answer[] = ['fail', 'silent', 'throw']
