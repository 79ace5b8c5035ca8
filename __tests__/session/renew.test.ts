import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Grant } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

/** A backend with refresh tokens that work once, and sessions of an hour. */
function setUp(
  renew: AuthOptions['renew'] = async ({ refreshToken, send }) =>
    (await send({ url: '/refresh', method: 'POST', data: { refreshToken } })).data as Grant,
) {
  const world = createWorld({ server: { refreshTokens: true, expiresIn: 3600 } })
  const auth = world.auth({ renew })
  const orders = (count = 1) =>
    world.until(outcomes(Array.from({ length: count }, () => auth.request({ url: '/orders' }))))
  const counts = () => ({ logins: world.history.logins(), renewals: world.history.sends('/refresh').length })
  return { world, auth, orders, counts }
}

const ok = (count: number): unknown[] =>
  Array<unknown>(count).fill(expect.objectContaining({ statusCode: 200 }))

describe('renew', () => {
  test('before the end of a session: no wx.login, one renewal for all who wait', async () => {
    const { world, auth, orders, counts } = setUp()
    await orders()
    await world.advance(3550_000)
    // What a renewal does not say is kept.
    world.server.user = undefined
    expect(await orders(5)).toEqual(ok(5))
    expect(counts()).toEqual({ logins: 1, renewals: 1 })
    expect(auth.session).toMatchObject({
      token: 'token-2',
      refreshToken: 'refresh-2',
      user: { name: '小明' },
    })
  })

  test('after a rejection: one renewal, 10 replays', async () => {
    const { world, orders, counts } = setUp()
    await orders()
    world.server.expireAll()
    expect(await orders(10)).toEqual(ok(10))
    expect(counts()).toEqual({ logins: 1, renewals: 1 })
    expect(world.history.sends('/orders')).toHaveLength(21)
  })

  test('a refusal falls back to a login, within the same wait', async () => {
    const { world, orders, counts } = setUp()
    await orders()
    world.server.route('POST', '/refresh', () => ({ statusCode: 400 }))
    world.server.expireAll()
    expect(await orders(5)).toEqual(ok(5))
    expect(counts()).toEqual({ logins: 2, renewals: 1 })
  })

  test.each([
    ['throws', () => Promise.reject(new TypeError('x'))],
    ['gives no token', () => Promise.resolve({} as Grant)],
  ])('a function that %s is a refusal', async (_, renewal) => {
    const { world, orders } = setUp(renewal)
    await orders()
    world.server.expireAll()
    expect(await orders(3)).toEqual(ok(3))
    expect(world.history.logins()).toBe(2)
  })

  test('an outage while the session is good: requests go on with it, one warning', async () => {
    const { world, auth, orders, counts } = setUp()
    await orders()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.advance(3550_000)
    world.server.route('POST', '/refresh', () => ({ statusCode: 503 }))
    expect(await orders(3)).toEqual(ok(3))
    expect(counts()).toEqual({ logins: 1, renewals: 1 })
    expect(warned).toEqual(['SERVER_UNAVAILABLE'])
  })

  test('an outage after a rejection falls back to a login', async () => {
    const { world, orders } = setUp()
    await orders()
    world.server.expireAll()
    world.server.route('POST', '/refresh', () => ({ statusCode: 503 }))
    expect(await orders(3)).toEqual(ok(3))
    expect(world.history.logins()).toBe(2)
  })

  test('a refresh token whose answer was lost is not sent again: the next time it is a login', async () => {
    const { world, orders, counts } = setUp()
    await orders()
    await world.advance(3550_000)
    world.script('request', { url: '/refresh', outcome: 'fail', reachesServer: true, times: 1 })
    expect(await orders()).toEqual(ok(1))
    await world.advance(10_000)
    expect(await orders()).toEqual(ok(1))
    expect(counts()).toEqual({ logins: 2, renewals: 1 })
  })

  test('a grant without a refresh token keeps the one that is known', async () => {
    const { world, auth, orders } = setUp(() =>
      Promise.resolve({ token: world.server.issue(), expiresIn: 3600 }),
    )
    await orders()
    await world.advance(3550_000)
    await orders()
    expect(auth.session).toMatchObject({ token: 'token-2', refreshToken: 'refresh-1' })
  })

  test('login({ force }) is a login', async () => {
    const { world, auth, orders, counts } = setUp()
    await orders()
    await world.until(auth.login({ force: true }))
    expect(counts()).toEqual({ logins: 2, renewals: 0 })
  })

  test('a logout during the renewal ends it, and nothing follows', async () => {
    const { world, auth, orders, counts } = setUp()
    await orders()
    world.server.expireAll()
    const waiting = outcomes([auth.request({ url: '/orders' })])
    await world.advance(12)
    expect(counts()).toEqual({ logins: 1, renewals: 1 })
    void auth.logout()
    await world.advance(1000)
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.history.answers('/refresh')).toEqual([])
    expect(counts()).toEqual({ logins: 1, renewals: 1 })
  })
})
