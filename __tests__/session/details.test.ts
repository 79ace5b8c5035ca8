import { describe, expect, test } from '@jest/globals'
import { createScope } from '../../src/platform/scope'
import { createServerClock } from '../../src/platform/server-clock'
import { systemClock } from '../../src/platform/clock'
import { globalWx } from '../../src/platform/global-wx'
import { snapshot } from '../../src/http/snapshot'
import { within } from '../../src/platform/within'
import { AuthError, createAuth } from '../../src/index'
import { createVirtualClock } from '../support/virtual-clock'
import { createWorld, outcomes } from '../support/world'

test('without the `wx` option the global wx is used', async () => {
  const world = createWorld()
  const surroundings = globalThis as { wx?: unknown }
  expect(globalWx()).toBeUndefined()
  surroundings.wx = world.wx
  try {
    const auth = createAuth(
      { baseURL: 'https://api.example.com', login: '/login' },
      { clock: world.clock, random: () => 0 },
    )
    await expect(world.clock.until(auth.ensureLogin())).resolves.toBeDefined()
  } finally {
    delete surroundings.wx
  }
})

test('the system’s clock calls back once, and not after it was told not to', async () => {
  let called = 0
  systemClock.after(0, () => called++)()
  await new Promise<void>((resolve) => void systemClock.after(1, resolve))
  expect(called).toBe(0)
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
})

test('an answer without headers teaches no time', () => {
  const serverClock = createServerClock(createVirtualClock())
  serverClock.learn({ statusCode: 200, data: '', header: undefined as never })
  serverClock.learn({ statusCode: 200, data: '', header: { Date: 'once upon a time' } })
  expect(serverClock.skew).toBe(0)
})

test('work in a scope that has ended does not begin', async () => {
  const parent = createScope()
  parent.end(new AuthError('LOGGED_OUT', 'over'))
  let begun = false
  const bounds = {
    clock: createVirtualClock(),
    timeout: 1,
    timedOut: () => new AuthError('TIMEOUT', 'late'),
    parent,
  }
  const work = within(bounds, () => {
    begun = true
    return Promise.resolve()
  })
  await expect(work).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(begun).toBe(false)
})

test('what is neither plain, nor an array, nor a buffer is passed on as it is', () => {
  const date = new Date(0)
  expect((snapshot({ date }) as { date: Date }).date).toBe(date)
  expect(snapshot(date)).toBe(date)
})

test('a platform that throws a text', async () => {
  const world = createWorld()
  world.wx.login = () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- platforms do
    throw 'not here'
  }
  await expect(world.clock.until(world.auth().ensureLogin())).rejects.toMatchObject({
    code: 'WX_LOGIN_FAILED',
    errMsg: 'login:fail not here',
  })
})

describe('getUserInfo in a login function', () => {
  test.each([
    ['getUserInfo:fail auth deny', 'USER_DENIED'],
    ['getUserInfo:fail system error', 'WX_LOGIN_FAILED'],
    [undefined, 'WX_LOGIN_FAILED'],
  ])('%s is %s', async (errMsg, code) => {
    const world = createWorld()
    world.wx.getUserInfo = ({ fail }) => fail?.({ errMsg })
    const auth = world.auth({ login: ({ getUserInfo }) => getUserInfo() as never })
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code })
  })
})

test('login() with a session that is due gets a new one', async () => {
  const world = createWorld()
  const { exchange } = world
  world.exchange = (request, token) => {
    const reply = exchange(request, token) as { data: object }
    return { ...reply, data: { ...reply.data, expiresIn: 3600 } }
  }
  const auth = world.auth()
  await world.clock.until(auth.login())
  await world.clock.advance(3590_000)
  expect((await world.clock.until(auth.login())).token).toBe('token-2')
})

describe('a session is refused', () => {
  test.each([
    { token: 't', refreshToken: 7 },
    { token: 't', expiresIn: Infinity },
  ])('%j', async (grant) => {
    await expect(
      createWorld()
        .auth()
        .setSession(grant as never),
    ).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
  })
})

test('a token that would end a cookie is refused', async () => {
  const world = createWorld()
  const auth = world.auth({ token: { cookie: 'sid' } })
  await world.clock.until(auth.setSession({ token: 'a;b' }))
  await expect(world.clock.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
  })
})

test('an AuthError of the token function’s own reaches the caller', async () => {
  const world = createWorld()
  const own = new AuthError('USER_DENIED', 'not this one')
  const auth = world.auth({
    token: () => {
      throw own
    },
  })
  const [error] = await world.clock.until(outcomes([auth.request({ url: '/x' })]))
  expect(error).toBe(own)
})

test('a version that the platform does not tell is no part of the key', async () => {
  const world = createWorld()
  world.wx.getAccountInfoSync = () => ({ miniProgram: { appId: 'wx0' } })
  await world.clock.until(world.auth().ensureLogin())
  await world.clock.advance(10)
  expect([...world.stored.keys()]).toEqual(['miniprogram-auth:wx0:'])
})

describe('the token of data pre-fetch', () => {
  function setUp(fails: boolean) {
    const world = createWorld()
    const tokens: string[] = []
    world.wx.setBackgroundFetchToken = ({ token, success, fail }) => {
      tokens.push(token)
      if (fails) fail?.({ errMsg: 'setBackgroundFetchToken:fail' })
      else success?.({})
    }
    return { world, tokens, auth: world.auth({ prefetchToken: true }) }
  }

  test('is told once for one session', async () => {
    const { world, tokens, auth } = setUp(false)
    await world.clock.until(auth.ensureLogin())
    world.answers.login = 'fail'
    await world.clock.until(outcomes([auth.login({ force: true })]))
    expect(tokens).toEqual(['', 'token-1'])
  })

  test('is told again after a failure', async () => {
    const { world, tokens, auth } = setUp(true)
    await world.clock.until(auth.ensureLogin())
    world.answers.login = 'fail'
    await world.clock.until(outcomes([auth.login({ force: true })]))
    expect(tokens).toEqual(['', 'token-1', 'token-1'])
  })
})

test('a login that fails while pre-fetched data might still come is a failure', async () => {
  const world = createWorld()
  world.answers.login = 'fail'
  world.wx.onBackgroundFetchData = () => undefined
  const auth = world.auth({ prefetch: () => null })
  await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'WX_LOGIN_FAILED' })
})

test('pre-fetched data that came before anybody asked is used', async () => {
  const world = createWorld()
  let arrive!: (data: { fetchedData: string; timeStamp: number }) => void
  world.wx.onBackgroundFetchData = (listener) => void (arrive = listener)
  const auth = world.auth({ prefetch: (data) => ({ token: data }) })
  arrive({ fetchedData: world.issue(), timeStamp: world.clock.now() })
  await world.clock.until(auth.ensureLogin())
  expect(world.count('login')).toBe(0)
})
