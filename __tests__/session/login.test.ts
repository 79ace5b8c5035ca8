import { describe, expect, test } from '@jest/globals'
import type { LoginContext } from '../../src/index'
import { createWorld, outcomes, type Answer } from '../support/world'

describe('ensureLogin', () => {
  test('gives the session, and the next one costs nothing', async () => {
    const world = createWorld()
    const auth = world.auth<{ name: string }>()
    const session = await world.clock.until(auth.ensureLogin())
    expect(session).toMatchObject({ user: { name: '小明' } })
    expect(session.token).toBe('token-1')
    expect(await auth.ensureLogin()).toBe(session)
    expect(auth.session).toBe(session)
    expect(world.count('login')).toBe(1)
  })

  test('11 calls spread over onLaunch, onLoad and onShow: 1 login', async () => {
    const world = createWorld()
    const auth = world.auth()
    const calls = []
    for (let i = 0; i < 11; i++) {
      calls.push(auth.ensureLogin())
      await world.clock.advance(4)
    }
    await world.clock.until(Promise.all(calls))
    expect(world.count('login')).toBe(1)
  })
})

describe('what wx.login does, the caller gets an answer and the next login works', () => {
  test.each<[Answer, string | null]>([
    ['fail', 'WX_LOGIN_FAILED'],
    ['silent', 'LOGIN_TIMEOUT'],
    ['throw', 'WX_LOGIN_FAILED'],
    ['empty', 'WX_LOGIN_FAILED'],
    ['fromCache', 'WX_LOGIN_FAILED'],
    ['both', null],
    ['twice', null],
  ])('%s', async (answer, code) => {
    const world = createWorld()
    world.answers.login = answer
    const auth = world.auth()
    const results = await world.clock.until(outcomes(Array.from({ length: 10 }, () => auth.ensureLogin())))
    const expected = code ? { code } : { user: { name: '小明' } }
    expect(results).toEqual(Array(10).fill(expect.objectContaining(expected)))
    expect(world.count('login')).toBe(1)
    await world.clock.advance(1000)
    expect(world.clock.pending).toBe(0)

    world.answers.login = 'success'
    await expect(world.clock.until(auth.login({ force: true }))).resolves.toMatchObject({
      user: { name: '小明' },
    })
  })
})

describe('what the login endpoint does', () => {
  const failing = (errMsg: string) => ({ errMsg: `request:fail ${errMsg}` })
  test.each([
    ['500', () => ({ statusCode: 500 }), 'SERVER_UNAVAILABLE'],
    ['503', () => ({ statusCode: 503 }), 'SERVER_UNAVAILABLE'],
    ['429', () => ({ statusCode: 429 }), 'SERVER_UNAVAILABLE'],
    ['no network', () => failing('-2:net::ERR_FAILED'), 'SERVER_UNAVAILABLE'],
    ['a timeout', () => failing('timeout'), 'SERVER_UNAVAILABLE'],
    ['interrupted by the background', () => failing('interrupted'), 'SERVER_UNAVAILABLE'],
    ['a domain that is not configured', () => failing('url not in domain list'), 'DOMAIN_NOT_ALLOWED'],
    ['no answer at all', () => 'silent' as const, 'LOGIN_TIMEOUT'],
    ['401', () => ({ statusCode: 401 }), 'LOGIN_REJECTED'],
    ['404', () => ({ statusCode: 404, data: 'not found' }), 'LOGIN_REJECTED'],
    ['an empty 200', () => ({ statusCode: 200, data: '' }), 'LOGIN_REJECTED'],
    ['200 without a token', () => ({ data: { ok: true } }), 'LOGIN_REJECTED'],
    ['200 with an empty token', () => ({ data: { token: '' } }), 'LOGIN_REJECTED'],
    ['200 with a number as token', () => ({ data: { token: 7 } }), 'LOGIN_REJECTED'],
    ['200 with a text as expiresIn', () => ({ data: { token: 't', expiresIn: '60' } }), 'LOGIN_REJECTED'],
  ])('%s', async (_, answer, code) => {
    const world = createWorld()
    world.exchange = answer
    const auth = world.auth()
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code })
    expect(auth.state).toMatchObject({ status: 'failed', error: { code } })
    expect(world.count('request')).toBe(1)
  })

  test('nulls, as many backends send them, count as absent', async () => {
    const world = createWorld()
    world.exchange = () => ({ data: { token: 't', expiresIn: null, refreshToken: null } })
    const session = await world.clock.until(world.auth().ensureLogin())
    expect(session.expiresAt).toBeUndefined()
  })
})

describe('the forms of `login`', () => {
  test('an endpoint of another shape', async () => {
    const world = createWorld()
    world.exchange = (request) => {
      expect(request).toMatchObject({ method: 'PUT', header: { 'x-app': '1' }, data: { js_code: 'code-1' } })
      return { data: { code: 10000, data: { session_id: 'abc' } } }
    }
    const auth = world.auth({
      login: {
        url: '/login/v2',
        method: 'PUT',
        header: { 'x-app': '1' },
        data: (code) => ({ js_code: code }),
        parse: ({ data }) => ({ token: (data as { data: { session_id: string } }).data.session_id }),
      },
    })
    expect((await world.clock.until(auth.ensureLogin())).token).toBe('abc')
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
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({
      code: 'LOGIN_REJECTED',
      cause: { message: 'no such field' },
    })
    broken = false
    await expect(world.clock.until(auth.login())).resolves.toBeDefined()
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
    await world.clock.until(auth.ensureLogin())
    expect(seen[0]).toMatchObject({ code: 'code-1', reason: 'missing' })
    expect(world.sends('/login')[0]?.request.data).toEqual({ code: 'code-1', encryptedData: 'e', iv: 'i' })
  })

  test.each([
    ['throws', () => Promise.reject(new Error('no'))],
    [
      'throws at once',
      () => {
        throw new Error('no')
      },
    ],
    ['gives nothing', () => Promise.resolve(undefined as never)],
    ['gives no token', () => Promise.resolve({} as never)],
  ])('a function that %s is LOGIN_REJECTED', async (_, login) => {
    const world = createWorld()
    await expect(world.clock.until(world.auth({ login }).ensureLogin())).rejects.toMatchObject({
      code: 'LOGIN_REJECTED',
    })
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
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
    await expect(context.send({ url: '/login' })).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' })
    expect(world.count('request')).toBe(0)
  })
})

describe('login()', () => {
  test('gives the present session; force gets a new one', async () => {
    const world = createWorld()
    const auth = world.auth()
    const first = await world.clock.until(auth.login())
    expect(await world.clock.until(auth.login())).toBe(first)
    const second = await world.clock.until(auth.login({ force: true }))
    expect(second).not.toBe(first)
    expect(world.count('login')).toBe(2)
  })

  test('joins a login that is under way, forced or not', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.clock.until(Promise.all([auth.ensureLogin(), auth.login(), auth.login({ force: true })]))
    expect(world.count('login')).toBe(1)
  })

  test('does not wait for a cooldown', async () => {
    const world = createWorld()
    world.answers.login = 'fail'
    const auth = world.auth()
    await world.clock.until(outcomes([auth.ensureLogin()]))
    world.answers.login = 'success'
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
    await expect(world.clock.until(auth.login())).resolves.toBeDefined()
  })

  test('a forced login that fails keeps the session and tells the caller', async () => {
    const world = createWorld()
    const auth = world.auth()
    const warnings: unknown[] = []
    auth.on('warning', (error) => warnings.push(error))
    const session = await world.clock.until(auth.login())
    world.answers.login = 'fail'
    await expect(world.clock.until(auth.login({ force: true }))).rejects.toMatchObject({
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
  world.exchange = () => ({ data: { unbound: { ticket: 'x' } } })
  const auth = world.auth()
  const errors = await world.clock.until(outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })]))
  expect(errors).toEqual(Array(2).fill(expect.objectContaining({ code: 'UNBOUND', detail: { ticket: 'x' } })))
  expect(auth.state).toEqual({ status: 'unbound', detail: { ticket: 'x' } })
  await expect(auth.ensureLogin()).rejects.toMatchObject({ code: 'UNBOUND' })
  expect(world.count('login')).toBe(1)

  await world.clock.until(auth.setSession({ token: world.issue() }))
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
})

test('50 serial requests in an outage: 1 login per cooldown', async () => {
  const world = createWorld()
  world.exchange = () => ({ statusCode: 503 })
  const auth = world.auth({ cooldown: 10_000 })
  for (let i = 0; i < 50; i++) {
    await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
    await world.clock.advance(500 - 30)
  }
  expect(world.count('login')).toBeLessThanOrEqual(3)
})
