import { afterEach, describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import type { AuthOptions } from '../../src/options'
import { cache } from '../../src/plugins/cache'
import { metrics, type LoginMetric, type Metric, type RequestMetric } from '../../src/plugins/metrics'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'

let world: World | undefined
afterEach(() => world?.uninstall())

function reporting() {
  const all: Metric[] = []
  return {
    use: [metrics((metric) => all.push(metric))] as Middleware[],
    requests: () => all.filter((metric): metric is RequestMetric => metric.kind === 'request'),
    logins: () => all.filter((metric): metric is LoginMetric => metric.kind === 'login'),
    all,
  }
}

/** An app where nothing has happened yet; an answer takes 100 ms. */
function cold(options: Partial<AuthOptions> = {}, more: Middleware[] = []) {
  const reports = reporting()
  const phone = createWorld({ latency: 100 })
  world = phone
  phone.install()
  return { world: phone, auth: phone.auth({ ...options, use: [...reports.use, ...more] }), ...reports }
}

/** An app that is logged in. */
async function warm(options: Partial<AuthOptions> = {}, more: Middleware[] = []) {
  const reports = reporting()
  const app = await loggedIn({ ...options, use: [...reports.use, ...more] }, { latency: 100 })
  world = app.world
  app.world.install()
  reports.all.length = 0
  return { ...app, ...reports }
}

describe('a request', () => {
  test('with a session is on its way all the time', async () => {
    const { world, auth, requests } = await warm()
    world.server.route('/orders', () => ({ data: 'abc' }))
    await world.until(auth.request({ url: '/orders', method: 'POST' }))
    expect(requests()).toEqual([
      {
        kind: 'request',
        method: 'POST',
        url: '/orders',
        login: 0,
        queue: 0,
        network: 100,
        total: 100,
        attempts: 1,
        size: 3,
        outcome: 200,
      },
    ])
  })

  test('without one waits for the login', async () => {
    const { world, auth, requests } = cold()
    await world.until(auth.request({ url: '/orders' }))
    // wx.login and the exchange; the storage takes a millisecond.
    expect(requests()).toMatchObject([{ method: 'GET', login: 201, queue: 0, network: 100, total: 301 }])
  })

  test('in a line waits for its turn', async () => {
    const { world, auth, requests } = await warm({ maxConcurrent: 1 })
    await world.until(Promise.all([auth.request({ url: '/a' }), auth.request({ url: '/b' })]))
    expect(requests()).toMatchObject([
      { url: '/a', queue: 0, network: 100, total: 100 },
      { url: '/b', queue: 100, network: 100, total: 200 },
    ])
  })

  test('that is replayed is one, with the times of both', async () => {
    const { world, auth, requests } = await warm()
    world.server.expireAll()
    await world.until(auth.request({ url: '/a' }))
    expect(requests()).toMatchObject([
      { attempts: 2, login: 200, queue: 0, network: 200, total: 400, outcome: 200 },
    ])
  })

  test('that another layer answers was never sent', async () => {
    const { world, auth, requests } = await warm({}, [
      () => Promise.resolve({ statusCode: 200, data: {}, header: {} }),
    ])
    await world.until(auth.request({ url: '/a' }))
    expect(requests()).toMatchObject([{ attempts: 0, network: 0, total: 0, outcome: 200 }])
  })

  test('that a layer outside sends twice is two, and what was reported stays as it is', async () => {
    const reports = reporting()
    const twice: Middleware = (request, next) => next(request).then(() => next(request))
    const app = await loggedIn({ use: [twice, ...reports.use] }, { latency: 100 })
    world = app.world
    app.world.install()
    await app.world.until(app.auth.request({ url: '/a' }))
    expect(reports.requests()).toMatchObject([
      { attempts: 1, total: 100 },
      { attempts: 1, total: 100 },
    ])
  })

  test.each([
    ['a status', { statusCode: 503 }, 503],
    ['the code of an error', null, 'NETWORK'],
  ])('ends with %s', async (_, reply, outcome) => {
    const { world, auth, requests } = await warm()
    if (reply) world.server.route('/a', () => reply)
    else world.network.goOffline()
    await world.until(outcomes([auth.request({ url: '/a' })]))
    expect(requests()).toMatchObject([{ outcome }])
  })

  test('ends also where a layer rejects without a reason', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    const { world, auth, requests } = await warm({}, [() => Promise.reject()])
    await world.until(outcomes([auth.request({ url: '/a' })]))
    expect(requests()).toMatchObject([{ outcome: 'UNKNOWN' }])
  })

  test('that a cache answers, and then sends for the next, is as it was reported', async () => {
    const { world, auth, requests } = await warm({}, [cache()])
    const ask = { url: '/a', cache: { ttl: 0, stale: 60_000 } }
    await world.until(auth.request(ask))
    world.server.expireAll()
    await world.until(auth.request(ask))
    const reported = JSON.stringify(requests())
    await world.advance(5000)
    expect(world.history.sends('/a')).toHaveLength(3)
    expect(JSON.stringify(requests())).toBe(reported)
  })

  test('has its method in capitals', async () => {
    const { world, auth, requests } = await warm()
    await world.until(auth.request({ url: '/a', method: 'post' as 'POST' }))
    expect(requests()).toMatchObject([{ method: 'POST' }])
  })

  test('that is aborted is reported then', async () => {
    const { world, auth, requests } = await warm()
    const request = auth.request({ url: '/a' })
    await world.advance(30)
    request.abort()
    await world.until(outcomes([request]))
    await world.advance(1000)
    expect(requests()).toMatchObject([{ outcome: 'ABORTED', network: 30, attempts: 1 }])
  })

  test('still tells its stages to who asked for it', async () => {
    const { world, auth } = await warm()
    const stages: string[] = []
    await world.until(auth.request({ url: '/a', onStage: (stage) => stages.push(stage) }))
    expect(stages).toEqual(['queue', 'network'])
  })

  test('as an upload or a download has the method of that', async () => {
    const { world, auth, requests } = await warm()
    await world.until(auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'file' }))
    await world.until(auth.downloadFile({ url: '/a' }))
    expect(requests()).toMatchObject([{ method: 'POST' }, { method: 'GET' }])
  })
})

describe('the size', () => {
  test.each([
    ['what the server says', { data: { a: 1 }, header: { 'Content-Length': '1234' } }, {}, 1234],
    ['that in lower case, too', { data: { a: 1 }, header: { 'content-length': '1234' } }, {}, 1234],
    ['the length of a text', { data: 'abcd' }, {}, 4],
    ['the bytes of a buffer', { data: 'abcd' }, { responseType: 'arraybuffer' as const }, 4],
    ['unknown of what was parsed', { data: { a: 1 } }, {}, undefined],
    ['unknown of nothing', { statusCode: 204, data: null }, {}, undefined],
  ])('is %s', async (_, reply, options, size) => {
    const { world, auth, requests } = await warm()
    world.server.route('/a', () => reply)
    await world.until(auth.request({ url: '/a', ...options }))
    expect(requests().map((metric) => metric.size)).toEqual([size])
  })

  test('is unknown of a download', async () => {
    const { world, auth, requests } = await warm()
    await world.until(auth.downloadFile({ url: '/a' }))
    expect(requests().map((metric) => metric.size)).toEqual([undefined])
  })
})

describe('a login', () => {
  test('is reported with its reason and its time, once for all who wait', async () => {
    const { world, auth, logins } = cold()
    await world.until(Promise.all([auth.request({ url: '/a' }), auth.request({ url: '/b' })]))
    expect(logins()).toEqual([{ kind: 'login', reason: 'missing', total: 200, outcome: 'authenticated' }])
  })

  test('that fails has the code of the error', async () => {
    const { world, auth, logins } = cold()
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.until(outcomes([auth.ensureLogin()]))
    expect(logins()).toMatchObject([{ reason: 'missing', total: 200, outcome: 'SERVER_UNAVAILABLE' }])
  })

  test('that fails and costs nobody the session is told apart from one that went well', async () => {
    const { world, auth, logins } = await warm()
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.until(outcomes([auth.login({ force: true })]))
    expect(logins()).toMatchObject([{ reason: 'user', outcome: 'kept' }])
  })

  test('that began before the plugin was there has a time that it does not know, and is not reported', async () => {
    const phone = createWorld({ latency: 100 })
    world = phone
    phone.install()
    const first = phone.auth()
    const login = first.ensureLogin()
    await phone.advance(50)
    expect(first.state.status).toBe('loggingIn')
    const reports = reporting()
    const second = phone.auth({ use: reports.use })
    await phone.until(login)
    expect(reports.logins()).toEqual([])
    await phone.until(second.login({ force: true }))
    expect(reports.logins()).toMatchObject([{ total: 200, outcome: 'authenticated' }])
  })

  test('whose user has no account', async () => {
    const { world, auth, logins } = cold({ login: () => Promise.resolve({ unbound: 'ticket' }) })
    await world.until(outcomes([auth.ensureLogin()]))
    expect(logins()).toMatchObject([{ outcome: 'unbound' }])
  })

  test('that a logout ends', async () => {
    const { world, auth, logins } = cold()
    void outcomes([auth.ensureLogin()])
    await world.advance(50)
    void auth.logout()
    expect(logins()).toMatchObject([{ outcome: 'loggedOut' }])
  })

  test('whose former session is rejected meanwhile is still one', async () => {
    const { world, auth, logins } = await warm()
    const login = auth.login({ force: true })
    await world.advance(50)
    auth.invalidate('token-1')
    await world.until(login)
    expect(logins()).toEqual([{ kind: 'login', reason: 'user', total: 200, outcome: 'authenticated' }])
  })
})

test('no secret is in a metric: no query, no header, no body, no phone number', async () => {
  const { world, auth, all } = cold({ token: { query: 'sid' } })
  world.server.route(/./, () => ({ data: { phone: '13800000000' }, header: { 'Set-Cookie': 'token-9' } }))
  await world.until(
    outcomes([
      auth.request({ url: '/users/13800000000/orders?code=code-1', data: { code: 'code-1' } }),
      auth.request({ url: '/orders;jsessionid=token-1', header: { a: 'token-1' } }),
      auth.request({ url: '/orders#token-2' }),
    ]),
  )
  expect(all).toHaveLength(4)
  expect(JSON.stringify(all)).not.toMatch(/token-|code-|138|sid/)
  expect(all.map((metric) => (metric.kind === 'request' ? metric.url : ''))).toEqual(
    expect.arrayContaining(['/users//orders', '/orders']),
  )
})

test.each([undefined, {}, 'report'])('%p instead of a function is refused at once', (report) => {
  const making = () => metrics(report as never)
  expect(making).toThrow('metrics: `report` must be a function')
  expect(making).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
})
