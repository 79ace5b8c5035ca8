import { describe, expect, test } from '@jest/globals'
import type { AuthErrorCode, LoginContext } from '../../src/index'
import type { Outcome, Reply, Script } from '../../src/testing'
import { createWorld, outcomes, type World } from '../support/phone'

describe('ensureLogin', () => {
  test('gives the session, and the next one costs nothing', async () => {
    const world = createWorld()
    const auth = world.auth<{ name: string }>()
    const session = await world.until(auth.ensureLogin())
    expect(session).toMatchObject({ user: { name: '小明' } })
    expect(session.token).toBe('token-1')
    expect(await auth.ensureLogin()).toBe(session)
    expect(auth.session).toBe(session)
    expect(world.history.logins()).toBe(1)
  })
})

describe('what wx.login does, the caller gets an answer and the next login works', () => {
  test.each<[Outcome, AuthErrorCode | null]>([
    ['fail', 'WX_LOGIN_FAILED'],
    ['neither', 'LOGIN_TIMEOUT'],
    ['throw', 'WX_LOGIN_FAILED'],
    ['empty', 'WX_LOGIN_FAILED'],
    ['fromCache', 'WX_LOGIN_FAILED'],
    ['both', null],
    ['twice', null],
  ])('%s', async (outcome, code) => {
    const world = createWorld()
    const recover = world.script('login', { outcome })
    const auth = world.auth()
    const results = await world.until(outcomes(Array.from({ length: 10 }, () => auth.ensureLogin())))
    const expected = code ? { code } : { user: { name: '小明' } }
    expect(results).toEqual(Array(10).fill(expect.objectContaining(expected)))
    expect(world.history.logins()).toBe(1)
    await world.advance(1000)
    expect(world.clock.pending).toBe(0)

    recover()
    await expect(world.until(auth.login({ force: true }))).resolves.toMatchObject({
      user: { name: '小明' },
    })
  })
})

describe('what the login endpoint does', () => {
  const answers = (reply: Reply) => (world: World) => world.server.route('POST', '/login', () => reply)
  const ends = (script: Script) => (world: World) => world.script('request', { url: '/login', ...script })
  const fails = (errMsg: string) => ends({ outcome: 'fail', errMsg })

  test.each<[string, (world: World) => unknown, AuthErrorCode]>([
    ['500', answers({ statusCode: 500 }), 'SERVER_UNAVAILABLE'],
    ['503', answers({ statusCode: 503 }), 'SERVER_UNAVAILABLE'],
    ['429', answers({ statusCode: 429 }), 'SERVER_UNAVAILABLE'],
    ['no network', fails('-2:net::ERR_FAILED'), 'SERVER_UNAVAILABLE'],
    ['a timeout', fails('timeout'), 'SERVER_UNAVAILABLE'],
    ['interrupted by the background', fails('interrupted'), 'SERVER_UNAVAILABLE'],
    ['a domain that is not configured', fails('url not in domain list'), 'DOMAIN_NOT_ALLOWED'],
    ['no answer at all', ends({ outcome: 'neither' }), 'LOGIN_TIMEOUT'],
    ['401', answers({ statusCode: 401 }), 'LOGIN_REJECTED'],
    ['404', answers({ statusCode: 404, data: 'not found' }), 'LOGIN_REJECTED'],
    ['an empty 200', answers({ statusCode: 200, data: '' }), 'LOGIN_REJECTED'],
    ['200 without a token', answers({ data: { ok: true } }), 'LOGIN_REJECTED'],
    ['200 with an empty token', answers({ data: { token: '' } }), 'LOGIN_REJECTED'],
    ['200 with a number as token', answers({ data: { token: 7 } }), 'LOGIN_REJECTED'],
    ['200 with a text as expiresIn', answers({ data: { token: 't', expiresIn: '60' } }), 'LOGIN_REJECTED'],
  ])('%s', async (_, prepare, code) => {
    const world = createWorld()
    prepare(world)
    const auth = world.auth()
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code })
    expect(auth.state).toMatchObject({ status: 'failed', error: { code } })
    expect(world.history.sends()).toHaveLength(1)
  })

  test('nulls, as many backends send them, count as absent', async () => {
    const world = createWorld()
    const grant = { token: 't', expiresIn: null, refreshToken: null }
    world.server.route('POST', '/login', () => ({ data: grant }))
    const session = await world.until(world.auth().ensureLogin())
    expect(session.expiresAt).toBeUndefined()
  })
})

describe('the forms of `login`', () => {
  test('an endpoint of another shape', async () => {
    const world = createWorld({ server: { publicPaths: ['/login/v2'] } })
    world.server.route('PUT', '/login/v2', () => ({ data: { code: 10000, data: { session_id: 'abc' } } }))
    const auth = world.auth({
      login: {
        url: '/login/v2',
        method: 'PUT',
        header: { 'x-app': '1' },
        data: (code) => ({ js_code: code }),
        parse: ({ data }) => ({ token: (data as { data: { session_id: string } }).data.session_id }),
      },
    })
    expect((await world.until(auth.ensureLogin())).token).toBe('abc')
    expect(world.history.sends()).toMatchObject([
      { method: 'PUT', header: { 'x-app': '1' }, data: { js_code: 'code-1' } },
    ])
  })

  test('a parse that throws is a refusal, and frees the next login', async () => {
    const world = createWorld()
    let broken = true
    const auth = world.auth({
      login: {
        url: '/login',
        parse: ({ data }) => {
          if (broken) throw new TypeError('no such field')
          return data as { token: string }
        },
      },
    })
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({
      code: 'LOGIN_REJECTED',
      cause: { message: 'no such field' },
    })
    broken = false
    await expect(world.until(auth.login())).resolves.toBeDefined()
  })

  test('a function gets the code, the reason, a send without token and the user info', async () => {
    const world = createWorld()
    const seen: LoginContext[] = []
    const auth = world.auth({
      login: async (context) => {
        seen.push(context)
        const { encryptedData, iv } = await context.getUserInfo()
        const { data } = await context.send({
          url: '/login',
          method: 'POST',
          data: { code: context.code, encryptedData, iv },
        })
        return data as { token: string }
      },
    })
    await world.until(auth.ensureLogin())
    expect(seen[0]).toMatchObject({ code: 'code-1', reason: 'missing' })
    const [exchange] = world.history.sends('/login')
    expect(exchange).toMatchObject({ token: null, data: { code: 'code-1', iv: 'iv' } })
    const { encryptedData } = exchange?.data as { encryptedData: string }
    expect(world.server.decrypt(encryptedData)).toMatchObject({ openId: 'openid-1' })
  })

  test('a function that never settles ends with loginTimeout, and its late request is not sent', async () => {
    const world = createWorld()
    let context!: LoginContext
    const auth = world.auth({
      loginTimeout: 500,
      login: (given) => {
        context = given
        return new Promise<never>(() => undefined)
      },
    })
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
    await expect(context.send({ url: '/login' })).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
    expect(world.history.count('request')).toBe(0)
  })
})

describe('login()', () => {
  test('gives the present session; force gets a new one', async () => {
    const world = createWorld()
    const auth = world.auth()
    const first = await world.until(auth.login())
    expect(await world.until(auth.login())).toBe(first)
    const second = await world.until(auth.login({ force: true }))
    expect(second).not.toBe(first)
    expect(world.history.logins()).toBe(2)
  })

  test('joins a login that is under way, forced or not', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(Promise.all([auth.ensureLogin(), auth.login(), auth.login({ force: true })]))
    expect(world.history.logins()).toBe(1)
  })

  test('does not wait for a cooldown', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'fail', times: 1 })
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
    await expect(world.until(auth.login())).resolves.toBeDefined()
  })

  test('a forced login that fails keeps the session and tells the caller', async () => {
    const world = createWorld()
    const auth = world.auth()
    const warnings: unknown[] = []
    auth.on('warning', (error) => warnings.push(error))
    const session = await world.until(auth.login())
    world.script('login', { outcome: 'fail' })
    await expect(world.until(auth.login({ force: true }))).rejects.toMatchObject({
      code: 'WX_LOGIN_FAILED',
    })
    expect(auth.session).toBe(session)
    expect(warnings).toEqual([])
  })

  test.each([[{ forced: true }], [{ force: 1 }], [null], ['force']])(
    'refuses the options %j',
    async (options) => {
      const world = createWorld()
      await expect(world.auth().login(options as never)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
    },
  )
})

test('the server knows the user but not the account: UNBOUND, once, until setSession()', async () => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ data: { unbound: { ticket: 'x' } } }))
  const auth = world.auth()
  const errors = await world.until(outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })]))
  expect(errors).toEqual(Array(2).fill(expect.objectContaining({ code: 'UNBOUND', detail: { ticket: 'x' } })))
  expect(auth.state).toEqual({ status: 'unbound', detail: { ticket: 'x' } })
  // No console and no JSON shows what binds the account.
  expect(errors.map((error) => Object.keys(error as object).includes('detail'))).toEqual([false, false])
  await expect(auth.ensureLogin()).rejects.toMatchObject({ code: 'UNBOUND' })
  expect(world.history.logins()).toBe(1)

  await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
})

test('a login endpoint that answers 500 rejects all who wait; the next login, after the cooldown, really runs', async () => {
  const world = createWorld()
  const auth = world.auth()
  const repair = world.server.route('POST', '/login', () => ({ statusCode: 500 }))
  const requests = Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))
  const errors = await world.until(outcomes(requests))
  expect(errors).toEqual(Array(10).fill(expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })))
  repair()

  await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
    code: 'COOLING_DOWN',
    cause: { code: 'SERVER_UNAVAILABLE' },
  })
  await world.advance(10_000)
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect(world.history.logins()).toBe(2)
})
