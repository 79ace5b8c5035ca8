import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Grant, RenewContext } from '../../src/index'
import { createWorld, outcomes } from '../support/world'

/** A backend with refresh tokens that work once, and sessions of an hour. */
function setUp(renewal?: (context: RenewContext) => Promise<Grant>) {
  const world = createWorld()
  const { exchange, serve } = world
  let rotations = 0
  const refreshTokens = new Set<string>()
  const grant = () => {
    const refreshToken = `refresh-${++rotations}`
    refreshTokens.add(refreshToken)
    return { token: world.issue(), expiresIn: 3600, refreshToken }
  }
  world.exchange = (request, token) => {
    const reply = exchange(request, token) as { statusCode: number; data: object }
    return reply.statusCode === 200 ? { ...reply, data: { user: { name: '小明' }, ...grant() } } : reply
  }
  const answers = { renew: 'ok' as 'ok' | 'lost' | '503' }
  world.serve = (request, token) => {
    if (!request.url.endsWith('/renew')) return serve(request, token)
    if (answers.renew === '503') return { statusCode: 503 }
    const { refreshToken } = request.data as { refreshToken: string }
    const known = refreshTokens.delete(refreshToken)
    if (answers.renew === 'lost') return { errMsg: 'request:fail -118' }
    return known ? { data: grant() } : { statusCode: 400, data: { code: 'REFRESH_TOKEN_UNKNOWN' } }
  }
  const renew: AuthOptions['renew'] =
    renewal ??
    (async ({ refreshToken, send }) => {
      const { data } = await send({ url: '/renew', method: 'POST', data: { refreshToken } })
      return data as Grant
    })
  const auth = world.auth({ renew })
  const orders = (count = 1) =>
    world.clock.until(outcomes(Array.from({ length: count }, () => auth.request({ url: '/orders' }))))
  return { world, auth, answers, refreshTokens, orders }
}

const ok = (count: number): unknown[] =>
  Array<unknown>(count).fill(expect.objectContaining({ statusCode: 200 }))

describe('renew', () => {
  test('before the end of a session: no wx.login, one renewal for all who wait', async () => {
    const { world, auth, orders } = setUp()
    await orders()
    await world.clock.advance(3550_000)
    expect(await orders(5)).toEqual(ok(5))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([1, 1])
    expect(auth.session).toMatchObject({
      token: 'token-3',
      refreshToken: 'refresh-2',
      user: { name: '小明' },
    })
  })

  test('after a rejection: one renewal, 10 replays', async () => {
    const { world, orders } = setUp()
    await orders()
    world.valid.clear()
    expect(await orders(10)).toEqual(ok(10))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([1, 1])
    expect(world.count('request', '/orders')).toBe(21)
  })

  test('a refusal falls back to a login, within the same wait', async () => {
    const { world, refreshTokens, orders } = setUp()
    await orders()
    refreshTokens.clear()
    world.valid.clear()
    expect(await orders(5)).toEqual(ok(5))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([2, 1])
  })

  test.each([
    ['throws', () => Promise.reject(new TypeError('x'))],
    ['gives no token', () => Promise.resolve({} as Grant)],
  ])('a function that %s is a refusal', async (_, renewal) => {
    const { world, orders } = setUp(renewal)
    await orders()
    world.valid.clear()
    expect(await orders(3)).toEqual(ok(3))
    expect(world.count('login')).toBe(2)
  })

  test('an outage while the session is good: requests go on with it, one warning', async () => {
    const { world, auth, answers, orders } = setUp()
    await orders()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.clock.advance(3550_000)
    answers.renew = '503'
    expect(await orders(3)).toEqual(ok(3))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([1, 1])
    expect(warned).toEqual(['SERVER_UNAVAILABLE'])
  })

  test('an outage after a rejection falls back to a login', async () => {
    const { world, answers, orders } = setUp()
    await orders()
    world.valid.clear()
    answers.renew = '503'
    expect(await orders(3)).toEqual(ok(3))
    expect(world.count('login')).toBe(2)
  })

  test('a refresh token whose answer was lost is not sent again: the next time it is a login', async () => {
    const { world, answers, orders } = setUp()
    await orders()
    await world.clock.advance(3550_000)
    answers.renew = 'lost'
    expect(await orders()).toEqual(ok(1))
    answers.renew = 'ok'
    await world.clock.advance(10_000)
    expect(await orders()).toEqual(ok(1))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([2, 1])
  })

  test('a grant without a refresh token keeps the one that is known', async () => {
    const { world, auth, orders } = setUp(() => Promise.resolve({ token: world.issue(), expiresIn: 3600 }))
    await orders()
    await world.clock.advance(3550_000)
    await orders()
    expect(auth.session).toMatchObject({ token: 'token-3', refreshToken: 'refresh-1' })
  })

  test('login({ force }) is a login', async () => {
    const { world, auth, orders } = setUp()
    await orders()
    await world.clock.until(auth.login({ force: true }))
    expect([world.count('login'), world.count('request', '/renew')]).toEqual([2, 0])
  })

  test('a logout during the renewal ends it, and nothing follows', async () => {
    const { world, auth, orders } = setUp()
    await orders()
    world.valid.clear()
    const waiting = outcomes([auth.request({ url: '/orders' })])
    await world.clock.advance(15)
    expect(world.count('request', '/renew')).toBe(1)
    void auth.logout()
    await world.clock.advance(1000)
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.count('abort', '/renew')).toBe(1)
    expect(world.count('login')).toBe(1)
  })
})
