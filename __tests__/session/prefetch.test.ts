import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Grant } from '../../src/index'
import type { WxFetchedData } from '../../src/platform/wx-port'
import { createWorld, outcomes } from '../support/world'

const MINUTE = 60_000

/** A phone on which WeChat has fetched data, or does so later. */
function setUp(
  fetched: Partial<WxFetchedData> | 'nothing' | 'silent' = {},
  options: Partial<AuthOptions> = {},
) {
  const world = createWorld()
  const dataWith = (more: Partial<WxFetchedData>): WxFetchedData => ({
    fetchedData: JSON.stringify({ session: { token: world.issue() } }),
    timeStamp: world.clock.now(),
    path: 'pages/index/index',
    scene: 1001,
    ...more,
  })
  const tokens: string[] = []
  let arrive!: (more?: Partial<WxFetchedData>) => void
  Object.assign(world.wx, {
    getLaunchOptionsSync: () => ({ scene: 1001, path: 'pages/index/index' }),
    getBackgroundFetchData: ({
      success,
      fail,
    }: {
      success: (data: WxFetchedData) => void
      fail: (e: object) => void
    }) => {
      if (fetched === 'silent') return
      world.clock.after(5, () => {
        if (fetched === 'nothing') fail({ errMsg: 'getBackgroundFetchData:fail no data' })
        else success(dataWith(fetched))
      })
    },
    onBackgroundFetchData: (listener: (data: WxFetchedData) => void) => {
      arrive = (more = {}) => listener(dataWith(more))
    },
    setBackgroundFetchToken: ({ token, success }: { token: string; success: () => void }) => {
      tokens.push(token)
      success()
    },
  })
  const auth = world.auth({
    prefetch: (data) => (JSON.parse(data) as { session: Grant | null }).session,
    ...options,
  })
  return { world, auth, tokens, arrive: (more?: Partial<WxFetchedData>) => arrive(more) }
}

test('a cold start with pre-fetched data: a session without any wx.login or exchange', async () => {
  const { world, auth } = setUp()
  const responses = await world.clock.until(
    outcomes(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))),
  )
  expect(responses).toEqual(Array(10).fill(expect.objectContaining({ statusCode: 200 })))
  expect([world.count('login'), world.count('request', '/login'), world.count('request', '/orders')]).toEqual(
    [0, 0, 10],
  )
})

describe('data that is not for this launch is refused, and the login goes its way', () => {
  test.each<[string, Partial<WxFetchedData> | 'nothing' | 'silent']>([
    ['older than five minutes', { timeStamp: -5 * MINUTE - 1 }],
    ['from the future', { timeStamp: 6 * MINUTE }],
    ['of another page', { path: 'pages/orders/orders' }],
    ['of another scene', { scene: 1007 }],
    ['empty, as on iOS while it is being fetched', { fetchedData: '' }],
    ['without a session in it', { fetchedData: '{"session":null}' }],
    ['not there', 'nothing'],
    ['never answered for', 'silent'],
  ])('%s', async (_, fetched) => {
    const given =
      typeof fetched === 'object' && fetched.timeStamp !== undefined
        ? { ...fetched, timeStamp: createWorld().clock.now() + fetched.timeStamp }
        : fetched
    const { world, auth } = setUp(given)
    await expect(world.clock.until(auth.ensureLogin())).resolves.toMatchObject({ user: { name: '小明' } })
    expect(world.count('login')).toBe(1)
  })

  test('unreadable: a warning tells of it', async () => {
    const { world, auth } = setUp({ fetchedData: '<html>' })
    const warned: unknown[] = []
    auth.on('warning', (error) => warned.push(error))
    await expect(world.clock.until(auth.ensureLogin())).resolves.toBeDefined()
    expect(warned).toMatchObject([{ code: 'INVALID_OPTIONS', cause: expect.any(SyntaxError) as unknown }])
  })
})

describe('data that comes while the login runs', () => {
  test('wins before the exchange: the login sends nothing more', async () => {
    const { world, auth, arrive } = setUp('nothing')
    const session = auth.ensureLogin()
    await world.clock.advance(12)
    expect(world.count('login')).toBe(1)
    arrive()
    expect((await world.clock.until(session)).token).toBe('token-1')
    await world.clock.advance(1000)
    expect(world.count('request')).toBe(0)
  })

  test('wins during the exchange, which is aborted', async () => {
    const { world, auth, arrive } = setUp('nothing')
    const session = auth.ensureLogin()
    await world.clock.advance(20)
    expect(world.count('request', '/login')).toBe(1)
    arrive()
    expect((await world.clock.until(session)).token).toBe('token-1')
    expect(world.count('abort', '/login')).toBe(1)
    expect(auth.state.status).toBe('authenticated')
  })

  test('is dropped after the login', async () => {
    const { world, auth, arrive } = setUp('nothing')
    const session = await world.clock.until(auth.ensureLogin())
    arrive()
    await world.clock.advance(100)
    expect(auth.session).toBe(session)
  })

  test('is dropped after a logout', async () => {
    const { world, auth, arrive } = setUp('nothing')
    const session = outcomes([auth.ensureLogin()])
    await world.clock.advance(12)
    void auth.logout()
    arrive()
    await world.clock.advance(100)
    expect(await session).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(auth.state.status).toBe('loggedOut')
  })

  test('that is stale changes nothing', async () => {
    const { world, auth, arrive } = setUp('nothing')
    const session = auth.ensureLogin()
    await world.clock.advance(12)
    arrive({ path: 'pages/other/other' })
    expect(await world.clock.until(session)).toMatchObject({ user: { name: '小明' } })
  })
})

test('a session from pre-fetched data that the server rejects is followed by a login', async () => {
  const { world, auth } = setUp({ fetchedData: '{"session":{"token":"token-77"}}' })
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect(world.count('login')).toBe(1)
})

test('a stored session is used as it is, and a logout holds: no data is read', async () => {
  const { world, auth } = setUp()
  await world.clock.until(auth.ensureLogin())
  await world.clock.until(auth.logout())
  let reads = 0
  world.wx.getBackgroundFetchData = () => reads++
  await expect(
    world.clock.until(
      world
        .restart()
        .auth({ prefetch: () => null })
        .ensureLogin(),
    ),
  ).rejects.toMatchObject({
    code: 'LOGGED_OUT',
  })
  expect(reads).toBe(0)
})

describe('prefetchToken', () => {
  test('keeps WeChat’s token that of the session, over renewals and a logout', async () => {
    const { world, auth, tokens } = setUp('nothing', { prefetchToken: true })
    await world.clock.until(auth.ensureLogin())
    await world.clock.until(auth.request({ url: '/orders' }))
    await world.clock.until(auth.login({ force: true }))
    await world.clock.until(auth.logout())
    expect(tokens).toEqual(['', 'token-1', 'token-2', ''])
  })

  test('tells WeChat nothing unless it is asked to', async () => {
    const { world, auth, tokens } = setUp('nothing')
    await world.clock.until(auth.ensureLogin())
    expect(tokens).toEqual([])
  })
})
