import { describe, expect, test } from '@jest/globals'
import type { Auth, LoginContext } from '../../src/index'
import { createWorld, outcomes } from '../support/world'

const KEY = 'miniprogram-auth:wx0:release'

async function loggedIn() {
  const world = createWorld()
  const auth = world.auth()
  await world.clock.until(auth.ensureLogin())
  await world.clock.advance(10)
  return { world, auth }
}

describe('a platform that misbehaves', () => {
  test('a task whose abort throws does not keep a logout from its work', async () => {
    const { world, auth } = await loggedIn()
    const { request } = world.wx
    world.wx.request = (options) => ({
      ...(request(options) as object),
      abort() {
        throw new Error('native')
      },
    })
    const waiting = outcomes([auth.request({ url: '/a' }), auth.request({ url: '/b' })])
    await world.clock.until(auth.logout())
    expect(auth.state.status).toBe('loggedOut')
    expect(await waiting).toEqual(Array(2).fill(expect.objectContaining({ code: 'LOGGED_OUT' })))
  })

  test.each(['request', 'login', 'getStorage'] as const)(
    'a failure of %s without a text settles the call',
    async (name) => {
      const { world } = await loggedIn()
      const wx: Record<string, unknown> = { ...world.wx }
      wx[name] = (options: { fail: (failure: unknown) => void }) =>
        void world.clock.after(1, () => options.fail({ errMsg: 42 }))
      world.wx = wx as unknown as typeof world.wx
      world.stored.clear()
      const [result] = await world.clock.until(outcomes([world.auth().request({ url: '/orders' })]))
      const code = { request: 'SERVER_UNAVAILABLE', login: 'WX_LOGIN_FAILED', getStorage: undefined }[name]
      expect(result).toMatchObject(code ? { code } : { statusCode: 200 })
    },
  )
})

describe('storage', () => {
  test('the removal of garbage does not remove what was written meanwhile', async () => {
    const world = createWorld()
    world.stored.set(KEY, { v: 0 })
    const auth = world.auth()
    void auth.logout()
    await world.clock.advance(100)
    expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
  })

  test('a write that was given up and lands late is written over', async () => {
    const world = createWorld()
    const { setStorage } = world.wx
    let isFirst = true
    world.wx.setStorage = (options) => {
      if (!isFirst) return setStorage(options)
      isFirst = false
      return world.clock.after(5000, () => void setStorage(options))
    }
    const auth = world.auth()
    await world.clock.until(auth.ensureLogin())
    await world.clock.until(auth.logout())
    await world.clock.advance(20_000)
    expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
  })

  test('one write at a time: the second waits for the first', async () => {
    const world = createWorld()
    let open = 0
    let most = 0
    const { setStorage } = world.wx
    world.wx.setStorage = (options) => {
      most = Math.max(most, ++open)
      setStorage({
        ...options,
        success: (result) => {
          open--
          options.success?.(result)
        },
      })
    }
    const auth = world.auth()
    void auth.setSession({ token: 'token-7' })
    await world.clock.until(auth.setSession({ token: 'token-8' }))
    expect(most).toBe(1)
    expect(world.stored.get(KEY)).toMatchObject({ token: 'token-8' })
  })

  test('the second logout is stored too', async () => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.logout())
    world.stored.clear()
    await world.clock.until(auth.logout())
    expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
  })

  test('a login() that fails after a logout ends the logout, over a restart too', async () => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.logout())
    world.answers.login = 'fail'
    await world.clock.until(outcomes([auth.login()]))
    await world.clock.advance(10)
    world.answers.login = 'success'
    await expect(world.clock.until(world.restart().auth().ensureLogin())).resolves.toBeDefined()
  })
})

describe('nobody inherits', () => {
  test('the user of before a logout', async () => {
    const { world, auth } = await loggedIn()
    world.exchange = () => ({ data: { token: world.issue() } })
    await world.clock.until(auth.logout())
    await world.clock.until(auth.login())
    expect(auth.session?.user).toBeUndefined()
  })

  test('the user of before an account was unbound', async () => {
    const { world, auth } = await loggedIn()
    world.exchange = () => ({ data: { unbound: 'ticket' } })
    await world.clock.until(outcomes([auth.login({ force: true })]))
    expect(auth.state.status).toBe('unbound')
    await world.clock.advance(10)
    expect(world.stored.size).toBe(0)
    world.exchange = () => ({ data: { token: world.issue() } })
    await world.clock.until(auth.login())
    expect(auth.session?.user).toBeUndefined()
  })

  test('but a renewal after a restart keeps the stored user', async () => {
    const { world } = await loggedIn()
    const auth = world.restart().auth()
    world.exchange = () => ({ data: { token: world.issue() } })
    await world.clock.until(auth.login({ force: true }))
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
  world.valid.clear()
  await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
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
  await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_REJECTED' })
  expect(world.count('abort', '/login')).toBe(1)
})

test('a login function that calls auth.request for its exchange ends with loginTimeout, and the next works', async () => {
  const world = createWorld()
  let naive = true
  const auth: Auth = world.auth({
    cooldown: 0,
    login: async ({ code, send }: LoginContext) => {
      const request = { url: '/login', method: 'POST' as const, data: { code } }
      const { data } = naive ? await auth.request(request) : await send(request)
      return data as { token: string }
    },
  })
  await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
  naive = false
  await expect(world.clock.until(auth.ensureLogin())).resolves.toBeDefined()
})

describe('isExpired', () => {
  test.each([undefined, null, 0, ''])('%j means no', async (verdict) => {
    const world = createWorld()
    const auth = world.auth({ isExpired: () => verdict as never })
    await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })

  test('that never settles does not outlive a logout', async () => {
    const world = createWorld()
    const auth = world.auth({ isExpired: () => new Promise<boolean>(() => undefined) })
    const request = outcomes([auth.request({ url: '/orders' })])
    await world.clock.advance(1000)
    void auth.logout()
    expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  })
})

describe('what a request is given', () => {
  test('a token function that writes on its argument spoils neither the replay nor the caller’s objects', async () => {
    const world = createWorld()
    const data = { a: 1 }
    const auth = world.auth({
      token: (request, token) => {
        request.url += `?sid=${token}`
        Object.assign(request.data as object, { b: 2 })
        return request
      },
    })
    await world.clock.until(auth.ensureLogin())
    world.valid.clear()
    await world.clock.until(auth.request({ url: '/x', method: 'POST', data }))
    expect(world.sends('/x').map(({ url }) => url)).toEqual([
      'https://api.example.com/x?sid=token-1',
      'https://api.example.com/x?sid=token-2',
    ])
    expect(data).toEqual({ a: 1 })
  })

  test('a token of the caller’s own gives way to the session’s', async () => {
    const { world } = await loggedIn()
    await world.clock.until(world.auth({ token: { query: 'sid' } }).request({ url: '/x?sid=other&page=1' }))
    await world.clock.until(
      world
        .auth({ token: { cookie: 'sid' } })
        .request({ url: '/y', header: { Cookie: 'sid=other; lang=zh' } }),
    )
    expect(world.sends('/x')[0]?.url).toBe('https://api.example.com/x?page=1&sid=token-1')
    expect(world.sends('/y')[0]?.request.header).toEqual({ Cookie: 'lang=zh; sid=token-1' })
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
    world.latency = () => 100_000
    await expect(
      world.clock.until(auth.request({ url: '/orders', timeout: 2 ** 31 - 1 })),
    ).resolves.toMatchObject({ statusCode: 200 })
  })
})

test.each(['a\r\nX-Admin: 1', 'a\u0000', '令牌'])(
  'the token %j cannot go into a header, and is refused',
  async (token) => {
    const { auth } = await loggedIn()
    await expect(auth.setSession({ token })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
  },
)

test('a rejection of an old session in the new one’s last minute is a renewal, and announces nothing', async () => {
  const world = createWorld()
  const { exchange } = world
  world.exchange = (request, token) => {
    const reply = exchange(request, token) as { data: object }
    return { ...reply, data: { ...reply.data, expiresIn: 100 } }
  }
  const auth = world.auth({ renewBefore: 40 })
  const expired: string[] = []
  const reasons: string[] = []
  auth.on('expired', ({ session }) => expired.push(session.token))
  auth.on('login', ({ reason }) => reasons.push(reason))
  await world.clock.until(auth.ensureLogin())
  world.latency = ({ url }) => (url.includes('slow') ? 65_000 : 10)
  const slow = auth.request({ url: '/slow', timeout: 100_000 })
  world.valid.clear()
  await world.clock.until(auth.request({ url: '/fast' }))
  await world.clock.until(slow)
  expect(expired).toEqual(['token-1'])
  expect(reasons).toEqual(['missing', 'expired', 'renewal'])
})
