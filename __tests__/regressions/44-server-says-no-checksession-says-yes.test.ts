import { expect, test } from '@jest/globals'
import { calls, loggedIn, ok, tokens } from './support'

test.each(['onDemand', 'onLaunch'] as const)(
  'checkSession ok and 401 from the server: the session is renewed (tencentyun/wafer2-startup#80), sessionKey %s',
  async (sessionKey) => {
    const { world } = await loggedIn()
    world.server.expireAll()
    world.restart()
    const auth = world.auth({ sessionKey })
    expect(await world.until(auth.checkSession())).toBe(true)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
    // The answer is known already, and would say nothing about the session.
    expect(calls(world)).toEqual(['checkSession', 'request', 'login', 'request', 'request'])
  },
)
