import { describe, expect, test } from '@jest/globals'
import { createAuth, type Auth, type Grant, type Middleware } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { BASE_URL, createWorld, outcomes } from '../support/phone'
import { piggyback } from '../../src/piggyback'
import { prefetch } from '../../src/prefetch'
import { refusal } from './support'

const codeInHeader = piggyback({
  attach: (request, code) => ({ ...request, header: { ...request.header, 'x-code': code } }),
  parse: ({ data }) => (data as { session?: Grant } | null)?.session ?? null,
})

const later: Middleware = async (request, next) => {
  await Promise.resolve()
  return next(request)
}

describe('a stage that ends its own request holds it back', () => {
  test.each(['queue', 'network'] as const)('by abort(), behind middleware: %s', async (when) => {
    const { world, auth } = await loggedIn({ use: [later] })
    const task = auth.request({
      url: '/x',
      method: 'POST',
      onStage: (stage) => {
        if (stage === when) task.abort()
      },
    })
    expect(await world.until(outcomes([task]))).toEqual([refusal('ABORTED')])
    await world.advance(1000)
    expect(world.history.answers('/x')).toHaveLength(0)
  })

  test.each(['queue', 'network'] as const)('by destroy(): %s', async (when) => {
    const { world, auth } = await loggedIn()
    const onStage = (stage: string) => {
      if (stage === when) auth.destroy()
    }
    const task = auth.request({ url: '/news', auth: 'none', onStage })
    expect(await world.until(outcomes([task]))).toEqual([refusal('ABORTED')])
    await world.advance(1000)
    expect(world.history.answers('/news')).toHaveLength(0)
  })
})

test('a request with the user’s data, `optional` and slow in middleware, ends with a logout: also at a cold start', async () => {
  const { world } = await loggedIn()
  world.restart()
  world.server.publicPaths.push('/me')
  world.server.route('/me', ({ openid }) => ({ data: { openid } }))
  const slow: Middleware = async (request, next) => {
    const response = await next(request)
    await new Promise<void>((resolve) => void world.clock.after(500, resolve))
    return response
  }
  const auth = world.auth({ use: [slow] })
  const request = outcomes([auth.request({ url: '/me', auth: 'optional' })])
  await world.advance(100)
  void auth.logout()
  expect(await world.until(request)).toEqual([refusal('LOGGED_OUT')])
})

test('nobody’s data is no business of a logout', async () => {
  const world = createWorld({ server: { publicPaths: ['/news'] } })
  const auth = world.auth({ use: [later] })
  const request = outcomes([auth.request({ url: '/news', auth: 'optional' })])
  await world.advance(5)
  void auth.logout()
  expect(await world.until(request)).toMatchObject([{ statusCode: 200 }])
})

test('an aborted request hears nothing of what goes on with its code', async () => {
  const world = createWorld({ server: { publicPaths: ['/orders'] } })
  world.server.route('/orders', () => ({ chunks: ['a', 'b'], data: 'ab' }))
  const heard: string[] = []
  const task = world.auth({ piggyback: codeInHeader }).request({ url: '/orders', enableChunked: true })
  task.onHeadersReceived(() => heard.push('head'))
  task.onChunkReceived(() => heard.push('chunk'))
  const done = outcomes([task])
  await world.advance(14)
  expect(world.history.sends('/orders')).toHaveLength(1)
  task.abort()
  expect(await done).toEqual([refusal('ABORTED')])
  await world.advance(1000)
  expect(heard).toEqual([])
})

test('a POST with the code is not ended by pre-fetched data that comes late: the server has carried it out', async () => {
  const world = createWorld({
    launch: { prefetch: '{"token":"token-1"}', prefetchDelay: 28 },
    server: { publicPaths: ['/orders'] },
  })
  world.server.issue()
  world.server.route('/orders', ({ header, openid }) =>
    'x-code' in header
      ? { data: { session: { token: world.server.issue() } } }
      : { statusCode: openid === null ? 401 : 200 },
  )
  world.script('request', { url: '/orders', latency: 20 })
  const auth = world.auth({
    piggyback: codeInHeader,
    prefetch: prefetch((data) => JSON.parse(data) as Grant),
  })
  expect(await world.until(outcomes([auth.request({ url: '/orders', method: 'POST' })]))).toMatchObject([
    { statusCode: 200 },
  ])
  expect(world.history.answers('/orders')).toHaveLength(1)
})

test('a POST whose session is due waits for the app to be shown, where the background cuts requests off', async () => {
  const world = createWorld({ suspendAfter: Infinity, server: { publicPaths: ['/orders'], expiresIn: 60 } })
  world.server.route('/orders', ({ openid }) => ({ statusCode: openid === null ? 401 : 200 }))
  const auth = world.auth({ piggyback: codeInHeader })
  await world.until(auth.ensureLogin())
  await world.advance(45_000)
  world.app.hide()
  await world.advance(6000)
  await world.until(outcomes([auth.request({ url: '/news', auth: 'none', retry: false })]))
  const post = outcomes([auth.request({ url: '/orders', method: 'POST' })])
  await world.advance(1000)
  world.app.show()
  expect(await world.until(post)).toMatchObject([{ statusCode: 200 }])
})

describe('an `isExpired` that asks the server', () => {
  test.each([
    [1, 1],
    [10, 10],
    [2, 7],
  ])('with %i places, %i rejections: all are replayed', async (maxConcurrent, count) => {
    const world = createWorld({ server: { publicPaths: ['/whoami'] } })
    const auth: Auth = world.auth({
      maxConcurrent,
      isExpired: async ({ statusCode }) =>
        statusCode === 401 && (await auth.request({ url: '/whoami', auth: 'none' })).statusCode === 200,
    })
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    const requests = Array.from({ length: count }, (_, i) => auth.request({ url: `/x/${i}` }))
    const results = await world.until(outcomes(requests))
    expect(results).toMatchObject(requests.map(() => ({ statusCode: 200 })))
    expect(world.history.logins()).toBe(2)
  })
})

test('a middleware that throws in connect() leaves nothing behind', async () => {
  const world = createWorld()
  const ended: string[] = []
  const good: Middleware = (request, next) => next(request)
  good.connect = () => () => ended.push('good')
  const bad: Middleware = (request, next) => next(request)
  bad.connect = () => {
    throw new Error('not yet')
  }
  const options = { baseURL: BASE_URL, wx: world.wx }
  const create = () => createAuth({ ...options, login: '/wrong', use: [good, bad] }, world.surroundings)
  expect(create).toThrow('not yet')
  expect(ended).toEqual(['good'])
  await world.until(createAuth({ ...options, login: '/login' }, world.surroundings).ensureLogin())
})

test('attach() copies: the app may go on with its objects', async () => {
  const world = createWorld()
  const request = { url: '/a', data: { n: 1 }, header: { 'x-a': '1' } }
  const attached = world.auth().attach(request)
  request.data.n = 2
  request.header['x-a'] = '2'
  expect(await world.until(attached)).toMatchObject({ data: { n: 1 }, header: { 'x-a': '1' } })
})

test('pre-fetched data without a session: a warning, and a login', async () => {
  const world = createWorld({ launch: { prefetch: '{}' } })
  const auth = world.auth({ prefetch: prefetch((data) => JSON.parse(data) as Grant) })
  const warnings: unknown[] = []
  auth.on('warning', ({ code, cause }) => warnings.push([code, (cause as Error).message]))
  await world.until(auth.ensureLogin())
  expect(warnings).toEqual([['INVALID_OPTIONS', expect.stringContaining('has no `token`')]])
})
