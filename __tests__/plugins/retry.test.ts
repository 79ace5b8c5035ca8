import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { RequestOptions } from '../../src/http/request-options'
import { retry, type RetryOptions } from '../../src/plugins/retry'
import type { Reply } from '../../src/testing/server/message'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'

let world: World | undefined

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  world?.uninstall()
  jest.restoreAllMocks()
})

/** An app that is logged in, and whose server answers GET /x and so on in this way. */
async function start(reply: Reply | (() => Reply) = { statusCode: 503 }, options?: RetryOptions) {
  const app = await loggedIn({ use: [retry(options)] })
  world = app.world
  world.install()
  world.server.route('/x', typeof reply === 'function' ? reply : () => reply)
  return app
}

/** ms from each attempt to the next. */
const pauses = ({ history }: World) => {
  const times = history.sends('/x').map(({ at }) => at)
  return times.slice(1).map((time, index) => time - Number(times[index]))
}

describe('is sent again', () => {
  test.each([408, 429, 500, 502, 503, 504])(
    'after a %d, until it is answered otherwise',
    async (statusCode) => {
      let answers = 0
      const { world, auth } = await start(() => (++answers === 3 ? { data: 'at last' } : { statusCode }))
      await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: 'at last' })
      expect(world.history.sends('/x')).toHaveLength(3)
    },
  )

  test('after a failure of the network', async () => {
    const { world, auth } = await start({ data: 'at last' })
    world.script('request', { outcome: 'fail', errno: 600001, times: 2 })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: 'at last' })
  })

  test('after a time-out', async () => {
    const { world, auth } = await start({ data: 'at last' })
    world.script('request', { latency: Infinity, times: 1 })
    await expect(world.until(auth.request({ url: '/x', timeout: 1000 }))).resolves.toMatchObject({
      data: 'at last',
    })
  })
})

describe('is not sent again', () => {
  test.each([200, 204, 400, 403, 404, 409, 422, 501])('after a %d', async (statusCode) => {
    const { world, auth } = await start({ statusCode })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ statusCode })
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(1)
  })

  test.each([
    ['DOMAIN_NOT_ALLOWED', 600002],
    ['INVALID_OPTIONS', 600009],
  ])('after %s, which it would be again', async (code, errno) => {
    const { world, auth } = await start()
    world.script('request', { outcome: 'fail', errno })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({ code })
    await world.advance(60_000)
    expect(world.history.count('request')).toBe(1)
  })

  test('after a failed login, which has a cooldown of its own', async () => {
    const { world, auth } = await start()
    world.server.expireAll()
    world.server.route('POST', '/login', () => ({ statusCode: 503 }))
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'SERVER_UNAVAILABLE',
    })
    await world.advance(60_000)
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/x')).toHaveLength(1)
  })

  test('after a session that was rejected twice', async () => {
    const { world, auth } = await start({ statusCode: 401 })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(2)
  })

  test('after what another middleware threw, whatever that is', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    const app = await loggedIn({ use: [retry(), () => Promise.reject(undefined)] })
    await expect(app.world.until(app.auth.request({ url: '/x' }))).rejects.toBeUndefined()
  })

  test('when the app aborts it while it waits', async () => {
    const { world, auth } = await start()
    const task = auth.request({ url: '/x' })
    await world.advance(100)
    task.abort()
    await expect(task).rejects.toMatchObject({ code: 'ABORTED' })
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(1)
  })

  test('when the user logs out while it waits', async () => {
    const { world, auth } = await start()
    const task = auth.request({ url: '/x' })
    await world.advance(100)
    void auth.logout()
    await expect(world.until(task)).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.history.sends('/x')).toHaveLength(1)
  })
})

describe('what may be sent again', () => {
  const twice = 3
  test.each<[string, Omit<RequestOptions, 'url'>, number]>([
    ['GET', {}, twice],
    ['HEAD', { method: 'HEAD' }, twice],
    ['OPTIONS', { method: 'OPTIONS' }, twice],
    ['TRACE', { method: 'TRACE' }, twice],
    ['not POST', { method: 'POST' }, 1],
    ['not PUT', { method: 'PUT' }, 1],
    ['not DELETE', { method: 'DELETE' }, 1],
    ['POST with `retry: true`', { method: 'POST', retry: true }, twice],
    ['not GET with `retry: false`', { retry: false }, 1],
  ])('%s', async (_, options, sends) => {
    const { world, auth } = await start()
    await expect(world.until(auth.request({ url: '/x', ...options }))).resolves.toMatchObject({
      statusCode: 503,
    })
    expect(world.history.sends('/x')).toHaveLength(sends)
  })

  test('a download', async () => {
    const { world, auth } = await start()
    await world.until(auth.downloadFile({ url: '/x' }))
    expect(world.history.sends('/x')).toHaveLength(3)
  })

  test('not an upload, but with `retry: true`', async () => {
    const { world, auth } = await start()
    const upload = { url: '/x', filePath: 'wxfile://a', name: 'a' }
    await world.until(auth.uploadFile(upload))
    expect(world.history.sends('/x')).toHaveLength(1)
    await world.until(auth.uploadFile({ ...upload, retry: true }))
    expect(world.history.sends('/x')).toHaveLength(4)
  })
})

describe('how often', () => {
  test.each([0, 1, 2])('`limit: %d`; the last answer is the caller’s', async (limit) => {
    let answers = 0
    const { world, auth } = await start(() => ({ statusCode: 503, data: ++answers }), { limit })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: limit + 1 })
  })

  test('the last error is the caller’s', async () => {
    const { world, auth } = await start()
    const fail = (errMsg: string) =>
      world.script('request', { outcome: 'fail', errMsg, errno: 600001, times: 1 })
    ;['first', 'second', 'third'].forEach(fail)
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      errMsg: 'request:fail third',
    })
  })
})

describe('the wait', () => {
  test('doubles', async () => {
    const { world, auth } = await start({ statusCode: 503 }, { delay: 100 })
    await world.until(auth.request({ url: '/x' }))
    expect(pauses(world)).toEqual([110, 210])
  })

  test('is shorter by up to a half, by chance', async () => {
    jest.mocked(Math.random).mockReturnValue(0.999)
    const { world, auth } = await start({ statusCode: 503 }, { delay: 100 })
    await world.until(auth.request({ url: '/x' }))
    const [first = 0, second = 0] = pauses(world)
    expect(first - 10).toBeCloseTo(50, 0)
    expect(second - 10).toBeCloseTo(100, 0)
  })

  test('is 500 ms at first by default', async () => {
    const { world, auth } = await start()
    await world.until(auth.request({ url: '/x' }))
    expect(pauses(world)).toEqual([510, 1010])
  })
})

describe('Retry-After', () => {
  test.each([
    ['in seconds', '7', 7010],
    ['less than the wait', '0', 510],
    ['neither seconds nor a date', 'soon', 510],
  ])('%s', async (_, value, pause) => {
    const { world, auth } = await start({ statusCode: 429, header: { 'retry-after': value } })
    await world.until(auth.request({ url: '/x' }))
    expect(pauses(world)[0]).toBe(pause)
  })

  test('as a date, by the server’s clock', async () => {
    const served = Date.UTC(2026, 0, 1)
    const header = {
      Date: new Date(served).toUTCString(),
      'Retry-After': new Date(served + 5000).toUTCString(),
    }
    const { world, auth } = await start({ statusCode: 503, header })
    await world.until(auth.request({ url: '/x' }))
    expect(pauses(world)[0]).toBe(5010)
  })

  test('longer than ten seconds: the answer is the caller’s at once', async () => {
    const { world, auth } = await start({ statusCode: 429, header: { 'Retry-After': '11' } })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ statusCode: 429 })
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(1)
  })
})

describe('the budget', () => {
  const times = (count: number, auth: { request: (options: { url: string }) => Promise<unknown> }) =>
    outcomes(Array.from({ length: count }, () => auth.request({ url: '/x' })))

  test('in an outage, retries are a tenth of the requests, and two', async () => {
    const { world, auth } = await start()
    for (let round = 0; round < 50; round++) await world.until(times(2, auth))
    expect(world.history.sends('/x')).toHaveLength(100 + 10 + 2)
  })

  test('of many at once, ten are sent again', async () => {
    const { world, auth } = await start()
    await world.until(times(200, auth))
    expect(world.history.sends('/x')).toHaveLength(200 + 10)
  })

  test('what went well is saved up to ten retries', async () => {
    const reply = { statusCode: 200 }
    const { world, auth } = await start(() => reply)
    await world.until(times(500, auth))
    reply.statusCode = 503
    world.history.clear()
    await world.until(times(9, auth))
    expect(world.history.sends('/x')).toHaveLength(9 + 10)
  })

  test('requests that may not be sent again count as well', async () => {
    const { world, auth } = await start()
    await world.until(times(1, auth))
    await world.until(outcomes(Array.from({ length: 19 }, () => auth.request({ url: '/x', method: 'POST' }))))
    world.history.clear()
    await world.until(times(1, auth))
    expect(world.history.sends('/x')).toHaveLength(3)
  })
})

test.each<[unknown, string]>([
  [{ limit: -1 }, '`limit` must be a number from 0 up'],
  [{ limit: '3' }, '`limit` must be a number from 0 up'],
  [{ delay: NaN }, '`delay` must be a number from 0 up'],
  [{ retries: 3 }, '`retries`'],
])('%j is refused', (options, message) => {
  expect(() => retry(options as RetryOptions)).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message) as unknown,
    }),
  )
})
