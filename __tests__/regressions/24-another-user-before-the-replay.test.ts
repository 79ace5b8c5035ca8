import { describe, expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { loggedIn, ok, refusal, tokens } from './support'

describe('another user logs in between a 401 and its replay: the request is rejected, never sent as the other user (ginlix-ai/LangAlpha#387)', () => {
  test.each(['setSession', 'logout and login'])('by %s', async (way) => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const waiting = outcomes([auth.request({ url: '/orders', method: 'POST' })])
    await world.advance(15)
    expect(world.history.answers('/orders')).toMatchObject([{ statusCode: 401 }])
    expect(auth.state.status).toBe('loggingIn')

    world.wechat.openid = 'openid-2'
    if (way === 'setSession')
      await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
    else await world.until(Promise.all([auth.logout(), auth.login()]))
    await world.advance(60_000)
    expect(await waiting).toEqual([refusal(way === 'setSession' ? 'SESSION_CHANGED' : 'LOGGED_OUT')])
    expect(tokens(world, '/orders')).toEqual(['token-1'])
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })
})
