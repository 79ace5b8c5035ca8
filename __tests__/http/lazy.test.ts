import { describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../../src/index'
import { createWorld, outcomes, type World } from '../support/phone'
import { refusal, times, tokens } from './support'

/** A shop that answers 200 to guests, with errno 501 where it wants a login. */
function shop(options: Partial<AuthOptions> = {}) {
  const world = createWorld()
  for (const path of ['/public/cart', '/public/badge'])
    world.server.route(path, ({ openid }) => ({ data: { errno: openid === null ? 501 : 0 } }))
  const auth = world.auth({
    auth: 'lazy',
    isExpired: ({ data }) => (data as { errno?: number }).errno === 501,
    ...options,
  })
  return { world, auth }
}

const done: unknown = expect.objectContaining({ data: { errno: 0 } })
const goods = { url: '/public/goods' }
const cart = { url: '/public/cart', method: 'POST' } as const

describe('guests are welcome', () => {
  test('what the server gives to everybody is sent bare, and nobody is logged in', async () => {
    const { world, auth } = shop()
    await world.until(Promise.all(times(10, () => auth.request(goods))))
    expect([tokens(world), world.history.logins()]).toEqual([Array(10).fill(null), 0])
  })

  test('ten who are asked for a login at a first start: 10 bare sends, 1 login, 10 replays', async () => {
    const { world, auth } = shop()
    expect(await world.until(outcomes(times(10, () => auth.request(cart))))).toEqual(Array(10).fill(done))
    expect(world.history.logins()).toBe(1)
    expect(tokens(world, '/public/cart')).toEqual([...times(10, () => null), ...times(10, () => 'token-1')])
  })

  test('ten after an expiry: each waits for the login that the first rejection leads to', async () => {
    const { world, auth } = shop()
    await world.until(auth.request(cart))
    await world.advance(20_000)
    world.server.expireAll()
    world.history.clear()
    expect(await world.until(outcomes(times(10, () => auth.request(cart))))).toEqual(Array(10).fill(done))
    expect(world.history.logins()).toBe(1)
    expect(tokens(world, '/public/cart')).not.toContain(null)
    expect(tokens(world, '/public/cart')).toHaveLength(20)
    // With a session that has ended, and no other yet, it waits like `required`.
    auth.invalidate(String(auth.session?.token))
    world.history.clear()
    expect(await world.until(auth.request(goods))).toBeDefined()
    expect(tokens(world, '/public/goods')).toEqual(['token-3'])
  })

  test('the badge does not wait for a first login that is under way, and joins it where the server asks', async () => {
    const { world, auth } = shop()
    world.script('login', { latency: 3000 })
    const login = auth.login()
    await world.advance(10)
    const list = auth.request(goods)
    const badge = auth.request({ url: '/public/badge' })
    await world.until(list)
    expect(auth.state.status).toBe('loggingIn')
    expect(await world.until(Promise.all([login, badge]))).toEqual([auth.session, done])
    expect([world.history.logins(), tokens(world, '/badge')]).toEqual([1, [null, 'token-1']])
  })

  test('bare from the middle of the queue, too', async () => {
    const { world, auth } = shop({ maxConcurrent: 1 })
    const all = outcomes([auth.request(goods), auth.request(cart), auth.request(cart)])
    await world.until(all)
    expect([world.history.logins(), tokens(world, '/cart')]).toEqual([1, [null, null, 'token-1', 'token-1']])
  })

  test('a stored session is sent from the first request on', async () => {
    const { world, auth } = shop()
    await world.until(auth.request(cart))
    world.restart()
    world.history.clear()
    const next = world.auth({ auth: 'lazy' })
    await world.until(next.request(goods))
    expect([tokens(world), world.history.logins()]).toEqual([['token-1'], 0])
  })
})

describe('a guest who is asked for a login', () => {
  test.each([
    ['and says no', { confirmLogin: () => Promise.resolve(false) }, 'USER_DENIED'],
    ['that fails', { login: () => Promise.reject(new Error('busy')) }, 'LOGIN_REJECTED'],
    ['without an account', { login: () => Promise.resolve({ unbound: 1 }) }, 'UNBOUND'],
  ] as Array<[string, Partial<AuthOptions>, string]>)('%s: it rejects', async (_, options, code) => {
    const { world, auth } = shop(options)
    expect(await world.until(outcomes([auth.request(cart)]))).toEqual([refusal(code)])
  })

  test('after a logout goes bare, and rejects with LOGGED_OUT where the server asks', async () => {
    const { world, auth } = shop()
    await world.until(auth.request(cart))
    await world.until(auth.logout())
    world.history.clear()
    const results = await world.until(outcomes([auth.request(goods), auth.request(cart)]))
    expect(results).toEqual([expect.anything(), refusal('LOGGED_OUT')])
    expect([tokens(world), world.history.logins()]).toEqual([[null, null], 0])
  })

  test('so does one for whom nobody may be logged in, once the session has ended', async () => {
    const { world, auth } = shop()
    await world.until(auth.setSession({ token: world.server.issue('B') }))
    world.server.expireAll()
    expect(await world.until(outcomes([auth.request(cart)]))).toEqual([refusal('SESSION_REJECTED')])
    expect(await world.until(outcomes([auth.request(cart)]))).toEqual([refusal('LOGGED_OUT')])
    expect(world.history.logins()).toBe(0)
  })

  test('whom the server asks while another user logs in is not sent as that one', async () => {
    const { world, auth } = shop()
    const asked = outcomes([auth.request(cart)])
    await world.advance(5)
    void auth.setSession({ token: world.server.issue('B') })
    expect(await world.until(asked)).toEqual([refusal('SESSION_CHANGED')])
    expect(tokens(world, '/cart')).toEqual([null])
  })

  test('again, with the session of the login, is SESSION_REJECTED; with replay: false it is the answer', async () => {
    const { world, auth } = shop({ isExpired: () => true })
    expect(await world.until(outcomes([auth.request({ ...cart, replay: false })]))).toEqual([
      expect.objectContaining({ data: { errno: 501 } }),
    ])
    expect(await world.until(outcomes([auth.request(cart)]))).toEqual([refusal('SESSION_REJECTED')])
    expect([world.history.logins(), tokens(world, '/cart').length]).toEqual([1, 3])
  })

  test('a logout while it waits for the login ends it', async () => {
    const { world, auth } = shop()
    world.script('login', { latency: 3000 })
    const asked = outcomes([auth.request(cart)])
    await world.advance(1000)
    void auth.logout()
    expect(await world.until(asked)).toEqual([refusal('LOGGED_OUT')])
    await world.advance(10_000)
    expect(tokens(world, '/cart')).toEqual([null])
  })
})

test('one that waits in the queue when the user logs out goes bare: it is nobody’s', async () => {
  const { world, auth } = shop({ maxConcurrent: 1 })
  await world.until(auth.request(cart))
  world.history.clear()
  const first = outcomes([auth.request({ ...goods, auth: 'none' })])
  const queued = outcomes([auth.request(goods)])
  void auth.logout()
  expect(await world.until(queued)).toEqual([expect.objectContaining({ statusCode: 200 })])
  await first
  expect(tokens(world)).toEqual([null, null])
})

test('a short-lived session that its login has just brought is sent, also after a wait in the queue', async () => {
  const { world, auth } = shop({
    maxConcurrent: 1,
    login: () => Promise.resolve({ token: world.server.issue(), expiresIn: 0.2 }),
  })
  const asked = outcomes([auth.request(cart)])
  world.script('request', { url: '/public/goods', latency: 1000 })
  const slow = outcomes([auth.request(goods)])
  expect(await world.until(asked)).toEqual([done])
  await slow
  expect(tokens(world, '/cart')).toEqual([null, 'token-1'])
})

test('a session that has run out by its turn in the queue is renewed first', async () => {
  const { world, auth } = shop({
    maxConcurrent: 1,
    login: () => Promise.resolve({ token: world.server.issue(), expiresIn: 10 }),
  })
  await world.until(auth.login())
  world.script('request', { url: '/public/goods', latency: 60_000 })
  const slow = outcomes([auth.request(goods)])
  const queued = outcomes([auth.request(cart)])
  expect(await world.until(queued)).toEqual([done])
  await slow
  expect(tokens(world, '/cart')).toEqual(['token-2'])
})

test('`auth` of createAuth holds for trusted origins, and a request may say otherwise', async () => {
  const world: World = createWorld()
  const auth = world.auth({ auth: 'none' })
  await world.until(auth.request(goods))
  await world.until(auth.request({ ...goods, auth: 'required' }))
  await world.until(auth.request({ url: 'https://foreign.example/x' }))
  expect(tokens(world, '/public')).toEqual([null, 'token-1'])
  expect(() => world.auth({ auth: 'sometimes' as never })).toThrow('`auth` must be one of')
})
