import { describe, expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { loggedIn, ok, refusal, tokens } from './support'

describe('always 401: 2 sends and 1 login, then an error (axios/axios#3327)', () => {
  test.each(['that is new', 'that the server has accepted'])('with a session %s', async (age) => {
    const { world, auth } = await loggedIn()
    if (age !== 'that is new') expect(await world.until(auth.request({ url: '/profile' }))).toEqual(ok)
    world.server.route('/orders', () => ({ statusCode: 401 }))
    await expect(world.until(auth.request({ url: '/orders' }))).rejects.toEqual(refusal('SESSION_REJECTED'))
    await world.advance(60_000)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
    // It is one endpoint's verdict: others take the session, and need no login.
    expect(await world.until(auth.request({ url: '/profile' }))).toEqual(ok)
    expect(world.history.logins()).toBe(1)
  })

  test('also when the user has logged in once more before the second rejection', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/orders', () => ({ statusCode: 401 }))
    world.script('request', { url: '/orders', latency: 500 })
    const orders = outcomes([auth.request({ url: '/orders' })])
    await world.advance(800)
    expect((await world.until(auth.login({ force: true }))).token).toBe('token-3')
    expect(await world.until(orders)).toEqual([refusal('SESSION_REJECTED')])
    await world.advance(60_000)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
  })
})
