import { describe, expect, test } from '@jest/globals'
import { outcomes } from '../support/world'
import { loggedIn, ok, refusal } from './support'

describe('another user logs in between a 401 and its replay: the request is rejected, never sent as the other user (ginlix-ai/LangAlpha#387)', () => {
  test.each(['setSession', 'logout and login'])('by %s', async (way) => {
    const { world, auth } = await loggedIn()
    world.valid.clear()
    const waiting = outcomes([auth.request({ url: '/orders', method: 'POST' })])
    await world.clock.advance(15)
    expect(world.count('answer', '/orders')).toBe(1)
    if (way === 'setSession') await world.clock.until(auth.setSession({ token: world.issue() }))
    else await world.clock.until(Promise.all([auth.logout(), auth.login()]))
    await world.clock.advance(60_000)

    expect(await waiting).toEqual([refusal(way === 'setSession' ? 'SESSION_CHANGED' : 'LOGGED_OUT')])
    expect(world.sends('/orders').map(({ token }) => token)).toEqual(['token-1'])
    expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })
})
