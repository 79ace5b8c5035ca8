import { describe, expect, test } from '@jest/globals'
import type { Grant } from '../../src/index'
import { prefetch } from '../../src/prefetch'
import type { LaunchOptions, Script, WorldOptions } from '../../src/testing'
import { createWorld, outcomes, type World } from '../support/phone'

const MINUTE = 60_000
const FETCHED = '{"session":{"token":"token-1"}}'

const parse = (data: string) => (JSON.parse(data) as { session: Grant | null }).session

/** A phone on which WeChat has fetched data from the app's server before the app ran, or does so later. */
function setUp(launch: LaunchOptions = {}, options: WorldOptions = {}) {
  const world = createWorld({ ...options, launch: { prefetch: FETCHED, ...launch } })
  // token-1, which the data brings; that of a login is token-2.
  world.server.issue()
  return { world, auth: world.auth({ prefetch: prefetch(parse) }) }
}

test('a cold start with pre-fetched data: a session without any wx.login or exchange', async () => {
  const { world, auth } = setUp()
  const responses = await world.until(
    outcomes(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))),
  )
  expect(responses).toEqual(Array(10).fill(expect.objectContaining({ statusCode: 200 })))
  expect(world.history.logins()).toBe(0)
  expect(world.history.sends().map(({ url, token }) => [url, token])).toEqual(
    Array(10).fill(['https://api.example.com/orders', 'token-1']),
  )
})

describe('data that is not for this launch is refused, and the login goes its way', () => {
  const answered = (script: Script) => (world: World) => world.script('getBackgroundFetchData', script)

  test.each<[string, { launch?: LaunchOptions; meanwhile?: (world: World) => unknown }]>([
    ['older than five minutes', { meanwhile: (world) => world.advance(5 * MINUTE + 1) }],
    ['from the future', { meanwhile: (world) => world.jump(-6 * MINUTE) }],
    ['of another page', { meanwhile: answered({ result: { path: 'pages/orders/orders' } }) }],
    ['of another scene', { meanwhile: answered({ result: { scene: 1007 } }) }],
    ['empty, as on iOS while it is being fetched', { launch: { prefetchDelay: MINUTE } }],
    ['without a session in it', { launch: { prefetch: '{"session":null}' } }],
    ['not there', { launch: { prefetch: undefined } }],
    ['never answered for', { meanwhile: answered({ outcome: 'neither' }) }],
  ])('%s', async (_, { launch, meanwhile }) => {
    const { world, auth } = setUp(launch, { platform: 'ios' })
    await meanwhile?.(world)
    await expect(world.until(auth.ensureLogin())).resolves.toMatchObject({ user: { name: '小明' } })
    expect(world.history.logins()).toBe(1)
  })

  test('unreadable: a warning tells of it', async () => {
    const { world, auth } = setUp({ prefetch: '<html>' })
    const warned: unknown[] = []
    auth.on('warning', (error) => warned.push(error))
    await expect(world.until(auth.ensureLogin())).resolves.toBeDefined()
    expect(warned).toMatchObject([{ code: 'INVALID_OPTIONS', cause: expect.any(SyntaxError) as unknown }])
  })
})

// The storage answers after 1 ms, wx.getBackgroundFetchData (nothing yet) after 2, wx.login after 12; then the exchange.
describe('data that comes while the login runs', () => {
  test('wins before the exchange: the login sends nothing more', async () => {
    const { world, auth } = setUp({ prefetchDelay: 7 })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
    await world.advance(1000)
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends()).toEqual([])
  })

  test('wins during the exchange, which is aborted', async () => {
    const { world, auth } = setUp({ prefetchDelay: 15 })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
    await world.advance(1000)
    expect(world.history.sends('/login')).toHaveLength(1)
    expect(world.history.answers('/login')).toEqual([])
    expect(auth.state.status).toBe('authenticated')
  })

  test('is dropped after the login', async () => {
    const { world, auth } = setUp({ prefetchDelay: 50 })
    const session = await world.until(auth.ensureLogin())
    expect(session.token).toBe('token-2')
    await world.advance(100)
    expect(auth.session).toBe(session)
  })

  test('is dropped after a logout', async () => {
    const { world, auth } = setUp({ prefetchDelay: 8 })
    const session = outcomes([auth.ensureLogin()])
    await world.advance(7)
    expect(world.history.logins()).toBe(1)
    void auth.logout()
    await world.advance(100)
    expect(await session).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(auth.state.status).toBe('loggedOut')
  })

  test('that is stale changes nothing', async () => {
    const { world, auth } = setUp({ prefetchDelay: 7 })
    world.script('getLaunchOptionsSync', { result: { path: 'pages/other/other' } })
    expect(await world.until(auth.ensureLogin())).toMatchObject({ user: { name: '小明' } })
  })
})

test('a session from pre-fetched data that the server rejects is followed by a login', async () => {
  const { world, auth } = setUp({ prefetch: '{"session":{"token":"token-77"}}' })
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
  expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-77', 'token-2'])
  expect(world.history.logins()).toBe(1)
})

test('a stored session is used as it is, and a logout holds: no data is read', async () => {
  const { world, auth } = setUp()
  await world.until(auth.ensureLogin())
  await world.advance(10)
  world.history.clear()

  world.restart({ prefetch: FETCHED })
  const second = world.auth({ prefetch: prefetch(parse) })
  await expect(world.until(second.ensureLogin())).resolves.toMatchObject({ token: 'token-1' })
  await world.until(second.logout())

  world.restart({ prefetch: FETCHED })
  const third = world.auth({ prefetch: prefetch(parse) })
  await expect(world.until(third.ensureLogin())).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(world.history.count('getBackgroundFetchData')).toBe(0)
})

describe('the token for the next pre-fetch', () => {
  test('keeps WeChat’s token that of the session, over renewals and a logout', async () => {
    const world = createWorld()
    const auth = world.auth({ prefetch: prefetch(() => null, { token: true }) })
    await world.until(auth.ensureLogin())
    await world.until(auth.request({ url: '/orders' }))
    await world.until(auth.login({ force: true }))
    await world.until(auth.logout())
    const told = world.history.calls('setBackgroundFetchToken').map(({ options }) => options)
    expect(told).toEqual([{ token: '' }, { token: 'token-1' }, { token: 'token-2' }, { token: '' }])
  })

  test('ends with the auth: what is restored or written after destroy() is not told, and no timer is left', async () => {
    const world = createWorld()
    await world.until(world.auth().ensureLogin())
    await world.advance(10)
    world.restart()
    const auth = world.auth({ prefetch: prefetch(() => null, { token: true }) })
    // The storage is being read.
    auth.destroy()
    await world.advance(10)
    expect(world.history.count('setBackgroundFetchToken')).toBe(0)

    world.script('setBackgroundFetchToken', { outcome: 'neither' })
    const next = world.auth({ prefetch: prefetch(() => null, { token: true }) })
    await world.until(next.ensureLogin())
    await world.advance(10)
    next.destroy()
    expect(world.history.count('setBackgroundFetchToken')).toBe(1)
    expect(world.clock.pending).toBe(0)
  })

  test('tells WeChat nothing unless it is asked to', async () => {
    const world = createWorld()
    await world.until(world.auth().ensureLogin())
    expect(world.history.count('setBackgroundFetchToken')).toBe(0)
  })
})

test.each<[unknown, object, string]>([
  [7, {}, 'must be a function'],
  [parse, { tokens: true }, 'tokens'],
  [parse, { token: 1 }, 'token'],
])('prefetch(%s, %j) is refused at once', (given, options, problem) => {
  expect(() => prefetch(given as typeof parse, options)).toThrow(problem)
})
