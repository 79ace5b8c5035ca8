import { describe, expect, test } from '@jest/globals'
import type { LoginContext } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'

const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'

describe('a platform that misbehaves', () => {
  test('a task whose abort throws does not keep a logout from its work', async () => {
    const { world, auth } = await loggedIn()
    const { request } = world.wx
    world.wx.request = (options) => ({
      ...request(options),
      abort() {
        throw new Error('native')
      },
    })
    const waiting = outcomes([auth.request({ url: '/a' }), auth.request({ url: '/b' })])
    await world.until(auth.logout())
    expect(auth.state.status).toBe('loggedOut')
    expect(await waiting).toEqual(Array(2).fill(expect.objectContaining({ code: 'LOGGED_OUT' })))
  })

  test.each(['request', 'login', 'getStorage'] as const)(
    'a failure of %s without a text settles the call',
    async (name) => {
      const world = createWorld()
      Object.assign(world.wx, {
        [name]: ({ fail }: { fail: (failure: unknown) => void }) =>
          void world.clock.after(1, () => fail({ errMsg: 42 })),
      })
      const [result] = await world.until(outcomes([world.auth().request({ url: '/orders' })]))
      const code = { request: 'SERVER_UNAVAILABLE', login: 'WX_LOGIN_FAILED', getStorage: undefined }[name]
      expect(result).toMatchObject(code ? { code } : { statusCode: 200 })
    },
  )
})

describe('storage', () => {
  test('the removal of garbage does not remove what was written meanwhile', async () => {
    const world = createWorld()
    world.storage.set(KEY, { v: 0 })
    const auth = world.auth()
    void auth.logout()
    await world.advance(100)
    expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })
  })

  test('one write at a time: the second waits for the first', async () => {
    const world = createWorld()
    const auth = world.auth()
    void auth.setSession({ token: 'token-7' }, { wechat: true })
    await world.advance(0)
    await world.until(auth.setSession({ token: 'token-8' }, { wechat: true }))
    const writes = world.history.steps.filter((step) => 'name' in step && step.name === 'setStorage')
    expect(writes.map(({ type }) => type)).toEqual(['call', 'end', 'call', 'end'])
    expect(world.storage.get(KEY)).toMatchObject({ token: 'token-8' })
  })

  test('the second logout is stored too', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.logout())
    world.storage.clear()
    await world.until(auth.logout())
    expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })
  })

  test('a login() that fails after a logout ends the logout, over a restart too', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.logout())
    world.script('login', { outcome: 'fail', times: 1 })
    await world.until(outcomes([auth.login()]))
    await world.advance(10)
    world.restart()
    await expect(world.until(world.auth().ensureLogin())).resolves.toBeDefined()
  })
})

describe('nobody inherits', () => {
  test('the user of before a logout', async () => {
    const { world, auth } = await loggedIn()
    world.server.user = undefined
    await world.until(auth.logout())
    await world.until(auth.login())
    expect(auth.session?.user).toBeUndefined()
  })

  test('the user of before an account was unbound', async () => {
    const { world, auth } = await loggedIn()
    const bind = world.server.route('POST', '/login', () => ({ data: { unbound: 'ticket' } }))
    await world.until(outcomes([auth.login({ force: true })]))
    expect(auth.state.status).toBe('unbound')
    await world.advance(10)
    expect(world.storage.keys()).toEqual([])
    bind()
    world.server.user = undefined
    await world.until(auth.login())
    expect(auth.session?.user).toBeUndefined()
  })

  test('but a renewal after a restart keeps the stored user', async () => {
    const { world } = await loggedIn()
    world.server.user = undefined
    world.restart()
    const auth = world.auth()
    await world.until(auth.login({ force: true }))
    expect(auth.session?.user).toEqual({ name: '小明' })
  })
})

test('no expired event comes after a logout that a subscriber called', async () => {
  const { world, auth } = await loggedIn()
  const events: string[] = []
  auth.on('expired', () => events.push('expired'))
  auth.on('logout', () => events.push('logout'))
  auth.subscribe(({ status }) => {
    if (status === 'anonymous') void auth.logout()
  })
  world.server.expireAll()
  await world.until(outcomes([auth.request({ url: '/orders' })]))
  expect(events).toEqual(['logout'])
})

test('a login function that fails while its request is open takes that request with it', async () => {
  const world = createWorld()
  const auth = world.auth({
    login: ({ code, send }: LoginContext) => {
      void send({ url: '/login', method: 'POST', data: { code } }).catch(() => undefined)
      return Promise.reject(new Error('impatient'))
    },
  })
  await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_REJECTED' })
  await world.advance(1000)
  expect(world.history.sends('/login')).toHaveLength(1)
  expect(world.history.answers('/login')).toEqual([])
})

describe('isExpired', () => {
  test.each([undefined, null, 0, ''])('%j means no', async (verdict) => {
    const world = createWorld()
    const auth = world.auth({ isExpired: () => verdict as never })
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })

  test('that never settles does not outlive a logout', async () => {
    const world = createWorld()
    const auth = world.auth({ isExpired: () => new Promise<boolean>(() => undefined) })
    const request = outcomes([auth.request({ url: '/orders' })])
    await world.advance(1000)
    void auth.logout()
    expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  })
})

describe('what a request is given', () => {
  test('a token function that writes on its argument spoils neither the replay nor the caller’s objects', async () => {
    const world = createWorld({ server: { tokenOf: ({ query }) => query.sid ?? null } })
    const data = { a: 1 }
    const auth = world.auth({
      token: (request, token) => {
        request.url += `?sid=${token}`
        Object.assign(request.data as object, { [token]: true })
        return request
      },
    })
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    await world.until(auth.request({ url: '/x', method: 'POST', data }))
    expect(world.history.sends('/x')).toEqual([
      expect.objectContaining({
        url: 'https://api.example.com/x?sid=token-1',
        data: { a: 1, 'token-1': true },
      }),
      expect.objectContaining({
        url: 'https://api.example.com/x?sid=token-2',
        data: { a: 1, 'token-2': true },
      }),
    ])
    expect(data).toEqual({ a: 1 })
  })

  test('a token of the caller’s own gives way to the session’s', async () => {
    const { world } = await loggedIn()
    const inQuery = world.auth({ token: { query: 'sid' } })
    await world.until(inQuery.request({ url: '/public/x?sid=other&page=1' }))
    const inCookie = world.auth({ token: { cookie: 'sid' } })
    await world.until(inCookie.request({ url: '/public/y', header: { Cookie: 'sid=other; lang=zh' } }))
    expect(world.history.sends('/public')).toMatchObject([
      { url: 'https://api.example.com/public/x?page=1&sid=token-1' },
      { url: 'https://api.example.com/public/y', header: { Cookie: 'lang=zh; sid=token-1' } },
    ])
  })

  test('data that holds itself is refused', async () => {
    const { auth } = await loggedIn()
    const data: Record<string, unknown> = {}
    data.self = data
    await expect(auth.request({ url: '/x', data })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
  })

  test.each([NaN, Infinity, -1, 2 ** 31, '5000'])('a timeout of %p is refused', async (timeout) => {
    const { auth } = await loggedIn()
    await expect(auth.request({ url: '/x', timeout: timeout as number })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    })
  })

  test('the longest timeout does not fire at once', async () => {
    const { world, auth } = await loggedIn()
    world.script('request', { latency: 100_000 })
    await expect(world.until(auth.request({ url: '/orders', timeout: 2 ** 31 - 1 }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })
})

test.each(['a\r\nX-Admin: 1', 'a\u0000', '令牌'])(
  'the token %j cannot go into a header, and is refused',
  async (token) => {
    const { auth } = await loggedIn()
    await expect(auth.setSession({ token }, { wechat: true })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    })
  },
)

test('a rejection of an old session in the new one’s last minute is a renewal, and announces nothing', async () => {
  const world = createWorld({ server: { expiresIn: 100 } })
  const auth = world.auth({ renewBefore: 40 })
  const expired: string[] = []
  const reasons: string[] = []
  auth.on('expired', ({ session }) => expired.push(session.token))
  auth.on('login', ({ reason }) => reasons.push(reason))
  await world.until(auth.ensureLogin())
  // Without a `Date`, which would be half a minute old when it comes.
  world.script('request', { url: '/slow', latency: 65_000, result: { header: {} } })
  const slow = auth.request({ url: '/slow', timeout: 100_000 })
  world.server.expireAll()
  await world.until(auth.request({ url: '/fast' }))
  await world.until(slow)
  expect(expired).toEqual(['token-1'])
  expect(reasons).toEqual(['missing', 'expired', 'renewal'])
})
