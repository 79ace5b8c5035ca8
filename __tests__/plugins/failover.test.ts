import { afterEach, describe, expect, test } from '@jest/globals'
import type { RequestOptions } from '../../src/http/request-options'
import { failover, type FailoverOptions } from '../../src/plugins/failover'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'

const MAIN = 'https://api.example.com'
const BACKUP = 'https://backup.example.com'
const LAST = 'https://last.example.com'

let world: World | undefined
afterEach(() => world?.uninstall())

/** An app that is logged in, and has servers that can be taken down. */
async function start(options: Partial<FailoverOptions> = {}, trustedOrigins = [BACKUP, LAST]) {
  const use = [failover({ baseURLs: [MAIN, BACKUP], ...options })]
  const app = await loggedIn({ use, trustedOrigins })
  app.world.install()
  world = app.world
  const down = (server: string, errno = 600001) =>
    app.world.script('request', { url: server, outcome: 'fail', errno, latency: 10 })
  const get = (request: Partial<RequestOptions> = {}) =>
    app.world.until(app.auth.request({ url: '/x', ...request }))
  return { ...app, down, get }
}

/** The servers that were tried, in order. */
const tried = ({ history }: World) =>
  history.steps.flatMap((step) =>
    step.type === 'call' ? /^https:\/\/\w+/.exec((step.options as { url: string }).url)?.[0].slice(8) : [],
  )

test('while the first server is there, all goes to it', async () => {
  const { world, auth } = await start()
  await world.until(outcomes([1, 2, 3].map((id) => auth.request({ url: `/x/${id}`, method: 'POST' }))))
  expect(world.history.sends().map(({ url }) => url)).toEqual([1, 2, 3].map((id) => `${MAIN}/x/${id}`))
})

describe('when it is not reached', () => {
  test.each([
    ['NETWORK', 600001],
    ['TIMEOUT', 5],
    ['DOMAIN_NOT_ALLOWED', 600002],
  ])('%s: the request goes to the next, with the token, and all others do from then on', async (_, errno) => {
    const { world, down, get } = await start()
    down(MAIN, errno)
    await expect(get()).resolves.toMatchObject({ statusCode: 200 })
    await expect(get({ method: 'POST' })).resolves.toMatchObject({ statusCode: 200 })
    expect(tried(world)).toEqual(['api', 'backup', 'backup'])
    expect(world.history.sends(BACKUP)).toMatchObject([
      { url: `${BACKUP}/x`, token: 'token-1' },
      { url: `${BACKUP}/x`, token: 'token-1' },
    ])
  })

  test('a request that may not be sent again fails, and those after it go to the next', async () => {
    const { world, down, get } = await start()
    down(MAIN)
    await expect(get({ method: 'POST' })).rejects.toMatchObject({ code: 'NETWORK' })
    await expect(get({ method: 'POST' })).resolves.toMatchObject({ statusCode: 200 })
    expect(tried(world)).toEqual(['api', 'backup'])
  })

  test.each<[string, Partial<RequestOptions>, string[]]>([
    ['with `retry: true` it may', { method: 'POST', retry: true }, ['api', 'backup']],
    ['with `retry: false` a GET may not', { retry: false }, ['api']],
  ])('%s', async (_, request, servers) => {
    const { world, down, get } = await start()
    down(MAIN)
    await outcomes([get(request)])
    expect(tried(world)).toEqual(servers)
  })

  test('downloads go to the next, uploads fail', async () => {
    const { world, auth } = await start()
    world.script('downloadFile', { url: MAIN, outcome: 'fail', errno: 600001 })
    world.script('uploadFile', { url: MAIN, outcome: 'fail', errno: 600001 })
    await expect(
      world.until(auth.uploadFile({ url: '/x', filePath: 'wxfile://a', name: 'a' })),
    ).rejects.toMatchObject({ code: 'NETWORK' })
    await world.advance(60_000)
    await expect(world.until(auth.downloadFile({ url: '/x' }))).resolves.toMatchObject({ statusCode: 200 })
    expect(tried(world)).toEqual(['api', 'api', 'backup'])
  })

  test('many that fail at once switch once', async () => {
    const { world, auth, down } = await start({ baseURLs: [MAIN, BACKUP, LAST] })
    down(MAIN)
    const all = await world.until(outcomes(Array.from({ length: 5 }, () => auth.request({ url: '/x' }))))
    expect(all).toEqual(Array(5).fill(expect.objectContaining({ statusCode: 200 })))
    expect(tried(world).filter((server) => server === 'last')).toEqual([])
  })

  test('and the next is not either, the one after it is tried', async () => {
    const { world, down, get } = await start({ baseURLs: [MAIN, BACKUP, LAST] })
    down(MAIN)
    down(BACKUP)
    await get()
    await get()
    expect(tried(world)).toEqual(['api', 'backup', 'last', 'last'])
  })

  test('and none is, each is tried once; the error is the last one’s', async () => {
    const { world, down, get } = await start({ baseURLs: [MAIN, BACKUP, LAST] })
    down(MAIN)
    down(BACKUP)
    down(LAST, 5)
    await expect(get()).rejects.toMatchObject({ code: 'TIMEOUT' })
    expect(tried(world)).toEqual(['api', 'backup', 'last'])
    world.script('request', {})
    await get()
    expect(tried(world).slice(3)).toEqual(['api'])
  })

  test('each of three is tried once, also when the first was a probe', async () => {
    const { world, down, get } = await start({ baseURLs: [MAIN, BACKUP, LAST] })
    down(MAIN)
    const undo = down(BACKUP)
    await get()
    undo()
    down(LAST)
    await world.advance(61_000)
    world.history.clear()
    await expect(get()).resolves.toMatchObject({ statusCode: 200 })
    expect(tried(world)).toEqual(['api', 'last', 'backup'])
  })
})

describe('the same server goes on', () => {
  test.each([500, 502, 503])('after a %d: it was reached', async (statusCode) => {
    const { world, get } = await start()
    world.server.route('/x', () => ({ statusCode }))
    await expect(get()).resolves.toMatchObject({ statusCode })
    await get()
    expect(tried(world)).toEqual(['api', 'api'])
  })

  test('after an abort', async () => {
    const { world, auth, get } = await start()
    const task = auth.request({ url: '/x' })
    task.abort()
    await expect(task).rejects.toMatchObject({ code: 'ABORTED' })
    await get()
    expect(tried(world)).toEqual(['api', 'api'])
  })

  test.each<[string, Partial<RequestOptions>]>([
    ['a GET', {}],
    ['a POST', { method: 'POST' }],
  ])('after %s on a phone that is offline', async (_, request) => {
    const { world, get } = await start()
    world.network.goOffline()
    await expect(get(request)).rejects.toMatchObject({ code: 'NETWORK' })
    world.network.goOnline('wifi')
    await get()
    expect(tried(world)).toEqual(['api', 'api'])
  })

  test.each([
    'net::ERR_INTERNET_DISCONNECTED',
    'The Internet connection appears to be offline.',
    '似乎已断开与互联网的连接。',
  ])('after the platform says that there is no network: %s', async (errMsg) => {
    const { world, get } = await start()
    world.script('request', { outcome: 'fail', errno: 600001, errMsg, times: 1 })
    await expect(get()).rejects.toMatchObject({ code: 'NETWORK' })
    await get()
    expect(tried(world)).toEqual(['api', 'api'])
  })

  test('after what another middleware threw', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    const use = [failover({ baseURLs: [MAIN, BACKUP] }), () => Promise.reject(undefined)]
    const app = await loggedIn({ use })
    await expect(app.world.until(app.auth.request({ url: '/x' }))).rejects.toBeUndefined()
  })
})

describe('the way back', () => {
  test('is found also when the clock was set back by a day', async () => {
    const { world, down, get } = await start()
    const undo = down(MAIN)
    await get()
    undo()
    world.jump(-86_400_000)
    world.history.clear()
    await get()
    await get()
    expect(tried(world)).toEqual(['api', 'api'])
  })

  test('after a minute one request tries the first server, and with its success all go there', async () => {
    const { world, auth, down, get } = await start()
    const undo = down(MAIN)
    await get()
    undo()
    await world.advance(59_000)
    await get()
    await world.advance(1000)
    await world.until(outcomes([1, 2, 3].map(() => auth.request({ url: '/x' }))))
    await get()
    expect(tried(world)).toEqual(['api', 'backup', 'backup', 'api', 'backup', 'backup', 'api'])
  })

  test('if it is still down, that request goes to the present server, and the next attempt is a minute later', async () => {
    const { world, down, get } = await start()
    down(MAIN)
    await get()
    await world.advance(60_000)
    await expect(get()).resolves.toMatchObject({ statusCode: 200 })
    await get()
    await world.advance(60_000)
    await get()
    expect(tried(world)).toEqual(['api', 'backup', 'api', 'backup', 'backup', 'api', 'backup'])
  })

  test('is not tried with a request that may not be sent again', async () => {
    const { world, down, get } = await start()
    down(MAIN)
    await get()
    await world.advance(60_000)
    await expect(get({ method: 'POST' })).resolves.toMatchObject({ statusCode: 200 })
    expect(tried(world)).toEqual(['api', 'backup', 'backup'])
  })

  test('is not undone by an answer of the other server that comes later', async () => {
    const { world, auth, down, get } = await start()
    const undo = down(MAIN)
    await get()
    undo()
    world.script('request', { url: BACKUP, latency: 1000 })
    const slow = auth.request({ url: '/x' })
    await world.advance(60_000)
    const slower = auth.request({ url: '/x', retry: false })
    await get()
    await world.until(outcomes([slow, slower]))
    await get()
    expect(tried(world)).toEqual(['api', 'backup', 'backup', 'backup', 'api', 'api'])
  })

  test('`probeAfter` is the app’s to say', async () => {
    const { world, down, get } = await start({ probeAfter: 5000 })
    down(MAIN)()
    world.script('request', { url: MAIN, outcome: 'fail', times: 1 })
    await get()
    await world.advance(5000)
    await get()
    expect(tried(world)).toEqual(['api', 'backup', 'api'])
  })
})

describe('URLs', () => {
  test.each([
    ['/orders?a=1', `${BACKUP}/v2/orders?a=1`],
    ['orders', `${BACKUP}/v2/orders`],
  ])('%s is appended to the other server’s, which may have a path', async (url, expected) => {
    const { world, down, get } = await start({ baseURLs: [MAIN, `${BACKUP}/v2/`] })
    down(MAIN)
    await get({ url })
    expect(world.history.sends(BACKUP)).toMatchObject([{ url: expected }])
  })

  test.each(['https://other.example.com/x', '//other.example.com/x', `${MAIN}/x`, '?a=1', ''])(
    '%j is no path, and stays as it is',
    async (url) => {
      const { world, down, get } = await start()
      down('example.com')
      await expect(get({ url })).rejects.toMatchObject({ code: 'NETWORK' })
      expect(world.history.count('request')).toBe(1)
    },
  )

  test('`auth` holds for the other server, too', async () => {
    const { world, down, get } = await start()
    down(MAIN)
    await get({ url: '/public', auth: 'none' })
    expect(world.history.sends(BACKUP)).toMatchObject([{ token: null }])
  })
})

test('a server that is not among the trusted origins gets no request, and the error says so', async () => {
  const { world, down, get } = await start({}, [])
  down(MAIN)
  await expect(get()).rejects.toMatchObject({ code: 'UNTRUSTED_ORIGIN' })
  expect(world.history.sends(BACKUP)).toEqual([])
  world.script('request', {})
  await expect(get()).resolves.toMatchObject({ statusCode: 200 })
})

test.each<[unknown, string]>([
  [undefined, '`baseURLs`'],
  [{ baseURLs: MAIN }, '`baseURLs` must be an array of two or more http(s) URLs'],
  [{ baseURLs: [MAIN] }, '`baseURLs` must be an array of two or more http(s) URLs'],
  [{ baseURLs: [MAIN, '/api'] }, '`baseURLs` must be an array of two or more http(s) URLs'],
  [{ baseURLs: [MAIN, `${BACKUP}?a`] }, '`baseURLs` must be an array of two or more http(s) URLs'],
  [{ baseURLs: [MAIN, BACKUP], probeAfter: -1 }, '`probeAfter` must be a number from 0 up'],
  [{ baseURLs: [MAIN, BACKUP], probe: 5 }, '`probe`'],
])('%j is refused', (options, message) => {
  expect(() => failover(options as FailoverOptions)).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message) as unknown,
    }),
  )
})
