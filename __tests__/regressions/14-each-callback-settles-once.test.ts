import { describe, expect, test } from '@jest/globals'
import type { Grant, LoginContext } from '../../src/index'
import type { Outcome, ScriptName } from '../../src/testing'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes } from '../support/phone'

const CALLS: Array<[name: ScriptName, url?: string]> = [
  ['login'],
  ['request', '/login'],
  ['request', '/orders'],
  ['getStorage'],
  ['setStorage'],
  ['removeStorage'],
  ['checkSession'],
  ['getUserInfo'],
  ['getBackgroundFetchData'],
  ['setBackgroundFetchToken'],
]
const OUTCOMES: Outcome[] = ['success', 'fail', 'neither', 'both', 'twice', 'throw']

/** Does the login of this app fail with the call? It goes on without a profile, but it waits for one. */
function isFatal(name: ScriptName, url: string, outcome: Outcome): boolean {
  if (name === 'getUserInfo') return outcome === 'neither'
  return (name === 'login' || url === '/login') && ['fail', 'neither', 'throw'].includes(outcome)
}

async function login({ code, send, getUserInfo }: LoginContext) {
  await outcomes([getUserInfo()])
  return (await send({ url: '/login', method: 'POST', data: { code } })).data as Grant
}

describe('whatever a wx callback does, everything settles once and the next login works', () => {
  test.each(CALLS.flatMap(([name, url = '']) => OUTCOMES.map((outcome) => [name, url, outcome] as const)))(
    'wx.%s %s: %s',
    async (name, url, outcome) => {
      const world = createWorld()
      const repair = world.script(name, { outcome, ...(url ? { url } : {}) })
      const start = world.clock.now()
      const auth = world.auth({ login, prefetch: prefetch(() => null, { token: true }) })
      let logins = 0
      auth.on('login', () => logins++)
      await world.until(outcomes([auth.ensureLogin(), auth.request({ url: '/orders' }), auth.checkSession()]))
      await world.until(outcomes([auth.logout()]))
      await world.advance(5000)
      expect(logins).toBe(isFatal(name, url, outcome) ? 0 : 1)
      expect(world.clock.now() - start).toBeLessThan(120_000)
      expect(world.clock.pending).toBe(0)

      repair()
      await world.until(auth.login({ force: true }))
    },
  )
})
