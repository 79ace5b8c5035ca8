import { describe, expect, test } from '@jest/globals'
import type { AuthError, Grant } from '../../src/index'
import { piggyback, type PiggybackOptions } from '../../src/piggyback'
import { createWorld, outcomes, type World } from '../support/phone'

const inHeader: PiggybackOptions<unknown> = {
  attach: (request, code) => ({ ...request, header: { ...request.header, 'x-code': code } }),
  parse: ({ data }) => (data as { session?: Grant } | null)?.session ?? null,
}

/** A backend whose orders take a login code in a header, and come with the session then. */
function setUp(options: Partial<PiggybackOptions<unknown>> = {}) {
  const world = createWorld({ server: { publicPaths: ['/orders', '/orders/*'] } })
  world.server.route(/^\/orders/, ({ header, openid, url }) => {
    if ('x-code' in header) return { data: { url, session: { token: world.server.issue() } } }
    return openid === null ? { statusCode: 401 } : { data: { url } }
  })
  return { world, auth: world.auth({ piggyback: piggyback({ ...inHeader, ...options }) }) }
}

/** The login codes that came with a request for orders. */
const codes = ({ history }: World) => history.sends('/orders').flatMap(({ header }) => header['x-code'] ?? [])

const ok = expect.objectContaining({ statusCode: 200 }) as unknown

test('one request without a session: data and session in one round trip', async () => {
  const { world, auth } = setUp()
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect([world.history.logins(), world.history.sends().length]).toEqual([1, 1])
  expect(auth.session?.token).toBe('token-1')
})

test('the answer tells the time by the server’s clock, by which the session begins and ends', async () => {
  const HOUR = 3_600_000
  const world = createWorld({ server: { skew: -HOUR, publicPaths: ['/orders'] } })
  world.server.route('/orders', () => ({ data: { session: { token: world.server.issue(), expiresIn: 60 } } }))
  const auth = world.auth({ piggyback: piggyback(inHeader) })
  await world.until(auth.request({ url: '/orders' }))
  const { obtainedAt = 0 } = auth.session ?? {}
  expect(Math.abs(obtainedAt - (world.clock.now() - HOUR))).toBeLessThan(1000)
})

test('10 at once: 1 wx.login, no exchange, 10 sends; nine wait for the session', async () => {
  const { world, auth } = setUp()
  const responses = await world.until(
    outcomes(Array.from({ length: 10 }, (_, i) => auth.request({ url: `/orders/${i}` }))),
  )
  expect(responses).toEqual(Array(10).fill(ok))
  expect([world.history.logins(), world.history.sends('/login').length]).toEqual([1, 0])
  expect(world.history.sends('/orders')).toHaveLength(10)
  expect(codes(world)).toEqual(['code-1'])
})

test.each([
  ['nothing', 401],
  ['500', 500],
])('an answer with %s falls back to the exchange, with a fresh code', async (_, statusCode) => {
  const { world, auth } = setUp()
  world.server.route(/^\/orders/, ({ openid }) => (openid === null ? { statusCode } : {}))
  const responses = await world.until(
    outcomes([auth.request({ url: '/orders/a' }), auth.request({ url: '/orders/b' })]),
  )
  expect(responses).toEqual([ok, ok])
  expect(codes(world)).toEqual(['code-1'])
  expect(world.history.sends('/login').map(({ data }) => data)).toEqual([{ code: 'code-2' }])
})

test('`attach` may write on what it is given: the code is not sent again', async () => {
  const { world, auth } = setUp({
    attach(request, code) {
      Object.assign(request.header ?? {}, { 'x-code': code })
      return request
    },
  })
  world.server.route(/^\/orders/, ({ openid }) => (openid === null ? { statusCode: 401 } : {}))
  expect(await world.until(outcomes([auth.request({ url: '/orders', header: { 'x-a': '1' } })]))).toEqual([
    ok,
  ])
  expect(codes(world)).toEqual(['code-1'])
})

describe('a POST whose answer holds no session', () => {
  async function post(statusCode: number, prepare: (world: World) => void = () => undefined) {
    const { world, auth } = setUp()
    world.server.route(/^\/orders/, ({ openid }) => (openid === null ? { statusCode } : {}))
    prepare(world)
    const post = outcomes([
      auth.request({ url: '/orders/a', method: 'POST' }),
      auth.request({ url: '/orders/b' }),
    ])
    return { world, results: await world.until(post) }
  }

  test('is sent again after a rejection: the server has not carried it out', async () => {
    const { world, results } = await post(401)
    expect(results).toEqual([ok, ok])
    expect(world.history.sends('/orders/a')).toHaveLength(2)
  })

  test('is not after anything else, which is its answer; the others log in', async () => {
    const { world, results } = await post(502)
    expect(results).toEqual([expect.objectContaining({ statusCode: 502 }), ok])
    expect(world.history.sends('/orders/a')).toHaveLength(1)
  })

  test('has its answer also where the login fails after it', async () => {
    const { world, results } = await post(502, (world) => {
      world.script('request', { url: '/login', outcome: 'fail' })
    })
    expect(results).toEqual([
      expect.objectContaining({ statusCode: 502 }),
      expect.objectContaining({ code: 'SERVER_UNAVAILABLE' }),
    ])
    expect(world.history.sends('/orders/a')).toHaveLength(1)
  })
})

test('no network rejects all who wait', async () => {
  const { world, auth } = setUp()
  world.script('request', { outcome: 'fail', errno: 600001 })
  const errors = await world.until(
    outcomes([auth.request({ url: '/orders/a' }), auth.request({ url: '/orders/b' })]),
  )
  expect(errors).toEqual(Array(2).fill(expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })))
})

test('ensureLogin has no request to ride on: it exchanges the code', async () => {
  const { world, auth } = setUp()
  await world.until(auth.ensureLogin())
  expect([world.history.sends('/login').length, codes(world)]).toEqual([1, []])
})

test('a replay after a rejection is a login of its own, and the request is sent with its session', async () => {
  const { world, auth } = setUp()
  await world.until(auth.request({ url: '/orders' }))
  world.server.expireAll()
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toEqual(ok)
  expect(codes(world)).toHaveLength(1)
  expect(world.history.logins()).toBe(2)
})

test('a logout while the code is on its way: aborted, no session', async () => {
  const { world, auth } = setUp()
  const request = outcomes([auth.request({ url: '/orders' })])
  await world.advance(15)
  void auth.logout()
  await world.advance(1000)
  expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  expect(codes(world)).toEqual(['code-1'])
  expect(world.history.answers()).toEqual([])
  expect(auth.session).toBeNull()
})

describe('functions that are wrong', () => {
  test('attach may not take the code to another origin', async () => {
    const attach: PiggybackOptions<unknown>['attach'] = (request, code) => ({
      ...request,
      url: `https://evil.com/${code}`,
    })
    const { world, auth } = setUp({ attach })
    await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
      code: 'UNTRUSTED_ORIGIN',
    })
    expect(world.history.count('request')).toBe(0)
  })

  const mine = new Error('mine')
  const throws = (): never => {
    throw mine
  }

  test.each<[string, Partial<PiggybackOptions<unknown>>, sends: number, message: RegExp]>([
    ['parse that throws', { parse: throws }, 2, /^`piggyback\.parse` failed: mine$/],
    [
      'parse that gives no grant',
      { parse: () => ({ token: undefined as never }) },
      2,
      /^`piggyback\.parse` failed: The outcome of `piggyback\.parse` \(\{ token \}\) has no `token` \(a string\)\./,
    ],
    ['attach that throws', { attach: throws }, 1, /^`piggyback\.attach` failed: mine$/],
    ['attach that gives nothing', { attach: () => undefined as never }, 1, /^`piggyback\.attach` failed: \S/],
  ])('%s is a warning, and a login by the `login` option', async (_, options, sends, message) => {
    const { world, auth } = setUp(options)
    const warnings: AuthError[] = []
    auth.on('warning', (warning) => warnings.push(warning))
    const requests = [auth.request({ url: '/orders/a' }), auth.request({ url: '/orders/b' })]
    expect(await world.until(outcomes(requests))).toEqual([ok, ok])
    expect(warnings).toMatchObject([{ message: expect.stringMatching(message) as unknown }])
    expect(warnings[0]?.cause).toBeDefined()
    expect(world.history.sends('/orders/a')).toHaveLength(sends)
    expect(world.history.sends('/login').map(({ data }) => data)).toEqual([{ code: 'code-2' }])
  })

  test('isExpired that throws fails its request, and no other', async () => {
    const { world } = setUp()
    let times = 0
    const isExpired = () => times++ === 0 && throws()
    const auth = world.auth({ isExpired, piggyback: piggyback(inHeader) })
    world.server.route(/^\/orders/, () => ({}))
    const requests = [auth.request({ url: '/orders/a', method: 'POST' }), auth.request({ url: '/orders/b' })]
    expect(await world.until(outcomes(requests))).toEqual([
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: '`isExpired` failed: mine' }),
      ok,
    ])
  })
})

describe('a renewal by a request, where it fails: the present session holds, and the request', () => {
  async function renewal(method: 'GET' | 'POST', prepare: (world: World) => unknown) {
    const world = createWorld({ server: { publicPaths: ['/orders'] } })
    const parse: PiggybackOptions<unknown>['parse'] = (response) =>
      spoilt.parse?.(response) ?? inHeader.parse(response)
    const auth = world.auth({ piggyback: piggyback({ ...inHeader, parse }) })
    world.server.route('POST', '/login', () => ({ data: { token: world.server.issue(), expiresIn: 60 } }))
    await world.until(auth.ensureLogin())
    await world.advance(50_000)
    world.server.route('/orders', ({ openid }) => ({ statusCode: openid === null ? 503 : 200 }))
    const spoilt = (prepare(world) ?? {}) as Partial<PiggybackOptions<unknown>>
    const [result] = await world.until(outcomes([auth.request({ url: '/orders', method })]))
    return { result, sends: world.history.sends('/orders').map(({ token }) => token), auth }
  }
  const lost = (world: World) => {
    const outcome = { outcome: 'fail', errMsg: '-118', reachesServer: true, times: 1 } as const
    world.script('request', { url: '/orders', ...outcome })
  }

  test('is not sent again if it may have reached the server', async () => {
    const { result, sends, auth } = await renewal('POST', lost)
    expect(result).toMatchObject({ code: 'NETWORK' })
    expect(sends).toEqual([null])
    expect(auth.state.status).toBe('authenticated')
  })

  test('is not sent again if it is never answered: it is late alone', async () => {
    const { result, sends } = await renewal('POST', (world) => {
      world.script('request', { url: '/orders', latency: Infinity })
    })
    expect(result).toMatchObject({ code: 'TIMEOUT' })
    expect(sends).toEqual([null])
  })

  test('has had its answer where `parse` throws', async () => {
    const { result, sends } = await renewal('POST', () => ({
      parse: () => {
        throw new Error('not mine')
      },
    }))
    expect(result).toMatchObject({ statusCode: 503 })
    expect(sends).toEqual([null])
  })

  test('goes on with the present session if it may be repeated, or was not sent', async () => {
    expect(await renewal('GET', lost)).toMatchObject({ result: ok, sends: [null, 'token-1'] })
    const unsent = await renewal('POST', (world) => {
      world.script('login', { outcome: 'fail' })
    })
    expect(unsent).toMatchObject({ result: ok, sends: ['token-1'] })
  })
})

describe('the request that takes the code along', () => {
  test.each([204, 200])(
    'is answered %i without a body: an ordinary login, and no cooldown',
    async (statusCode) => {
      const { world, auth } = setUp({ parse: ({ data }) => (data as { session: Grant }).session })
      world.server.route('/orders/empty', ({ openid }) => ({
        statusCode: openid === null ? statusCode : 200,
        data: null,
      }))
      const results = await world.until(
        outcomes([auth.request({ url: '/orders/empty', method: 'POST' }), auth.request({ url: '/orders' })]),
      )
      expect(results).toEqual([expect.objectContaining({ statusCode }), ok])
      expect([auth.state.status, world.history.sends('/orders/empty').length]).toEqual(['authenticated', 1])
    },
  )

  test.each(['GET', 'POST'] as const)(
    'is slow: a %s is late alone, and the others log in after a short wait',
    async (method) => {
      const { world, auth } = setUp()
      world.script('request', { url: '/orders/slow', latency: 30_000, times: 1 })
      const slow = auth.request({ url: '/orders/slow', method })
      const others = outcomes([auth.request({ url: '/orders/a' }), auth.request({ url: '/orders/b' })])
      await world.advance(1)
      const before = world.clock.now()
      expect(await world.until(others)).toEqual([ok, ok])
      expect(world.clock.now() - before).toBeLessThan(3000)
      expect(await world.until(slow)).toEqual(ok)
      expect(world.history.sends('/orders/slow')).toHaveLength(method === 'GET' ? 2 : 1)
      expect(world.history.logins()).toBe(2)
    },
  )

  test.each([
    ['GET', ok, 2],
    ['POST', expect.objectContaining({ code: 'TIMEOUT' }), 1],
  ] as const)(
    'has a `timeout` that is over sooner: a %s, and the others log in',
    async (method, outcome, sends) => {
      const { world, auth } = setUp()
      world.script('request', { url: '/orders/slow', latency: Infinity, times: 1 })
      const slow = auth.request({ url: '/orders/slow', method, timeout: 500 })
      const results = outcomes([slow, auth.request({ url: '/orders/a' })])
      expect(await world.until(results)).toEqual([outcome, ok])
      expect(world.history.sends('/orders/slow')).toHaveLength(sends)
    },
  )

  test('is slow, and so is the login behind it that fails: it has its own answer', async () => {
    const { world, auth } = setUp()
    world.script('request', { url: '/orders/slow', latency: 30_000, times: 1 })
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    const slow = auth.request({ url: '/orders/slow', method: 'POST' })
    const other = outcomes([auth.request({ url: '/orders/a' })])
    expect(await world.until(other)).toEqual([expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })])
    expect(await world.until(slow)).toEqual(ok)
  })

  test('ends with a logout, however slow it is', async () => {
    const { world, auth } = setUp()
    world.script('request', { url: '/orders/slow', latency: 30_000 })
    const slow = outcomes([auth.request({ url: '/orders/slow', method: 'POST' })])
    await world.advance(5000)
    void auth.logout()
    expect(await world.until(slow)).toEqual([expect.objectContaining({ code: 'LOGGED_OUT' })])
    await world.advance(10)
    expect(world.clock.pending).toBe(0)
  })
})
