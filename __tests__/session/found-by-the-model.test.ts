import { describe, expect, test } from '@jest/globals'
import type { Grant, RenewContext } from '../../src/index'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes } from '../support/phone'

// What random programs (__tests__/model) found, each as short as it could be made.

const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'

const renew = async ({ refreshToken, send }: RenewContext) => {
  const { statusCode, data } = await send({ url: '/refresh', method: 'POST', data: { refreshToken } })
  if (statusCode !== 200) throw new Error('refused')
  return data as Grant
}

test('a login that was ended while it waited for its turn leaves the session_key as it was', async () => {
  const world = createWorld()
  const auth = world.auth()
  // Four calls a second are what WeChat allows.
  for (let i = 0; i < 3; i++) await world.until(auth.login({ force: true }))
  await world.until(auth.checkSession())
  const login = outcomes([auth.login({ force: true })])
  await world.advance(1)
  void auth.logout()
  expect(await login).toMatchObject([{ code: 'LOGGED_OUT' }])
  const asked = world.history.count('checkSession')
  await world.advance(2000)
  await world.until(auth.checkSession())
  expect(world.history.count('checkSession')).toBe(asked)
  expect(world.history.logins()).toBe(3)
})

test('a refresh token whose answer did not come in time is not sent again', async () => {
  const world = createWorld({ server: { refreshTokens: true } })
  const auth = world.auth({ renew })
  await world.until(auth.ensureLogin())
  world.script('request', { url: '/refresh', outcome: 'neither' })
  world.server.expireAll()
  await expect(world.until(auth.request({ url: '/a' }))).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
  await world.advance(60_000)
  await expect(world.until(auth.request({ url: '/b' }))).resolves.toMatchObject({ statusCode: 200 })
  // The server had given another for it, which never arrived.
  expect(world.history.sends('/refresh')).toHaveLength(1)
})

describe('data pre-fetch', () => {
  const parse = (data: string) => JSON.parse(data) as Grant

  test('a listener that logs out when it is warned of the data ends the login', async () => {
    const world = createWorld({ launch: { prefetch: 'garbage' } })
    const auth = world.auth({ prefetch: prefetch(parse) })
    auth.on('warning', () => void auth.logout())
    const [outcome] = await world.until(outcomes([auth.ensureLogin()]))
    await world.advance(1000)
    expect(outcome).toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.history.logins() + world.history.sends('/login').length).toBe(0)
  })

  test('what was fetched at the launch is not for the user who came after it', async () => {
    const world = createWorld()
    world.restart({ prefetch: () => JSON.stringify({ token: world.server.issue() }) })
    const auth = world.auth({ prefetch: prefetch(parse) })
    await world.until(auth.setSession({ token: 'of another user' }, { wechat: true }))
    await world.until(outcomes([auth.request({ url: '/a', replay: false })]))
    await world.until(auth.ensureLogin())
    expect(auth.session?.token).toBe('token-2')
    expect(world.history.logins()).toBe(1)
  })

  test('its token is never that of a session that has ended', async () => {
    const world = createWorld()
    const auth = world.auth({ prefetch: prefetch(() => null, { token: true }) })
    const off = auth.subscribe(() => {
      off()
      void auth.setSession({ token: 'of a user who leaves at once' }, { wechat: true })
      void auth.logout()
    })
    await world.until(outcomes([auth.ensureLogin()]))
    await world.advance(1000)
    const told = world.history.calls('setBackgroundFetchToken').map(({ options }) => options)
    expect(told).toEqual([{ token: '' }])
  })
})

test("a 'login' listener that logs out: the session is never written", async () => {
  const world = createWorld()
  const auth = world.auth()
  auth.on('login', () => void auth.logout())
  await world.until(outcomes([auth.ensureLogin()]))
  await world.advance(1000)
  const written = world.history.calls('setStorage').map(({ options }) => (options as { data: unknown }).data)
  expect(written).toEqual([{ v: 1, loggedOut: 'user' }])
  expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })
})

describe('what the server asks for with Retry-After holds', () => {
  async function busy() {
    const world = createWorld()
    const ready = world.server.route('POST', '/login', () => ({
      statusCode: 429,
      header: { 'Retry-After': '60' },
    }))
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    ready()
    return { world, auth }
  }

  test('after a login of the user that the background interrupts', async () => {
    const { world, auth } = await busy()
    world.script('login', { outcome: 'fail', errno: 600003, times: 1 })
    await world.until(outcomes([auth.login()]))
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
    await world.advance(61_000)
    await world.until(auth.ensureLogin())
  })

  test('after a login of the user that fails on the phone, and when the app is back', async () => {
    const { world, auth } = await busy()
    await world.advance(55_000)
    world.script('login', { outcome: 'fail', times: 1 })
    await world.until(outcomes([auth.login()]))
    world.app.hide()
    world.app.show()
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
    // Not longer, though: the phone's own failure is over.
    await world.advance(5000)
    await world.until(auth.ensureLogin())
  })
})

test('onLaunch: too many calls of wx.checkSession are not an expiry', async () => {
  const world = createWorld()
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  world.restart()
  // The app's own, in the same second.
  for (let count = 0; count < 4; count++) world.wx.checkSession({})
  const auth = world.auth({ sessionKey: 'onLaunch' })
  await world.until(auth.request({ url: '/orders' }))
  expect(world.history.logins()).toBe(1)
  expect(auth.session?.token).toBe('token-1')
})

test('the same token at the same time by a clock that was set back is another session, which expires too', async () => {
  const world = createWorld()
  const auth = world.auth()
  const expired: unknown[] = []
  auth.on('expired', ({ session }) => expired.push(session))
  const token = world.server.issue()
  world.server.route('POST', '/login', () => ({ data: { token } }))
  world.server.route('/orders', () => ({}))
  // The storage has been read.
  await world.advance(10)

  const before = world.clock.now()
  const first = await world.until(auth.ensureLogin())
  await world.until(auth.request({ url: '/orders' }))
  world.jump(before - world.clock.now())
  auth.invalidate(first.token)
  const second = await world.until(auth.ensureLogin())
  expect(second).toEqual(first)
  auth.invalidate(second.token)
  expect(expired.map((session) => [first, second].indexOf(session as never))).toEqual([0, 1])
})

test('onLaunch with an expired key: a listener of that may log out', async () => {
  const world = createWorld()
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  world.wechat.expireSessionKey()
  world.restart()
  const auth = world.auth({ sessionKey: 'onLaunch' })
  auth.on('expired', () => void auth.logout())
  expect(await world.until(outcomes([auth.ensureLogin()]))).toMatchObject([{ code: 'LOGGED_OUT' }])
  expect(auth.state.status).toBe('loggedOut')
})
