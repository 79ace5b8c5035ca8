import { afterEach, expect, test } from '@jest/globals'
import { retry } from '../../src/plugins/retry'
import { loggedIn } from '../support/logged-in'

let uninstall: () => void = () => undefined
afterEach(() => uninstall())

test.each(['setSession', 'logout, then login'])(
  '%s while middleware waits: the request is not sent as the next user',
  async (how) => {
    const { world, auth } = await loggedIn({ use: [retry()] })
    uninstall = world.install()
    world.script('request', { url: '/x', outcome: 'fail', errno: 600001, times: 1 })
    const task = auth.request({ url: '/x' })
    const settled = task.catch((error: unknown) => error)
    await world.advance(100)
    if (how === 'setSession') void auth.setSession({ token: world.server.issue('other') })
    else {
      void auth.logout()
      await world.until(auth.login())
    }
    const code = how === 'setSession' ? 'SESSION_CHANGED' : 'LOGGED_OUT'
    expect(await world.until(settled)).toMatchObject({ code })
    expect(world.history.sends('/x').map(({ token }) => token)).toEqual(['token-1'])
  },
)
