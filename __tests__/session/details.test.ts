import { describe, expect, test } from '@jest/globals'
import { createScope } from '../../src/platform/scope'
import { createServerClock } from '../../src/platform/server-clock'
import { systemClock } from '../../src/platform/clock'
import { globalWx } from '../../src/platform/global-wx'
import { snapshot } from '../../src/plain-object'
import { within } from '../../src/platform/within'
import { AuthError, createAuth } from '../../src/index'
import { prefetch } from '../../src/prefetch'
import { BASE_URL, createWorld, outcomes, type World } from '../support/phone'

test('without the `wx` option the global wx is used', async () => {
  const world = createWorld()
  expect(globalWx()).toBeUndefined()
  world.install()
  try {
    const auth = createAuth({ baseURL: BASE_URL, login: '/login' })
    await expect(world.until(auth.ensureLogin())).resolves.toBeDefined()
  } finally {
    world.uninstall()
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
  const serverClock = createServerClock(createWorld().clock)
  serverClock.learn({ statusCode: 200, data: '', header: undefined as never }, 0)
  serverClock.learn({ statusCode: 200, data: '', header: { Date: 'once upon a time' } }, 0)
  expect(serverClock.learned).toBe(0)
})

test('what is added to a scope while it ends, or leaves by then, is not ended with it, nor later', () => {
  const scope = createScope()
  const called: string[] = []
  const work = (name: string, end = () => {}) => ({ end: () => (called.push(name), end()) })
  const second = work('second')
  scope.add(work('first', () => (scope.remove(second), scope.add(work('added')))))
  scope.add(second)
  const error = new AuthError('LOGGED_OUT', 'over')
  scope.end(error)
  scope.end(error)
  expect(called).toEqual(['first'])
})

test('work in a scope that has ended does not begin', async () => {
  const parent = createScope()
  parent.end(new AuthError('LOGGED_OUT', 'over'))
  let begun = false
  const bounds = {
    clock: createWorld().clock,
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
  await expect(world.until(world.auth().ensureLogin())).rejects.toMatchObject({
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
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code })
  })
})

describe('a session is refused', () => {
  test.each([
    { token: 't', refreshToken: 7 },
    { token: 't', expiresIn: Infinity },
  ])('%j', async (grant) => {
    await expect(
      createWorld()
        .auth()
        .setSession(grant as never, { wechat: true }),
    ).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
  })
})

test('a token that would end a cookie is refused', async () => {
  const world = createWorld()
  const auth = world.auth({ token: { cookie: 'sid' } })
  await world.until(auth.setSession({ token: 'a;b' }, { wechat: true }))
  await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
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
  const [error] = await world.until(outcomes([auth.request({ url: '/x' })]))
  expect(error).toBe(own)
})

test('a version that the platform does not tell is no part of the key', async () => {
  const world = createWorld({ sdkVersion: '2.9.5' })
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  expect(world.storage.keys()).toEqual(['miniprogram-auth:wx0000000000000000:@https://api.example.com'])
})

describe('the token of data pre-fetch', () => {
  async function told(world: World) {
    const auth = world.auth({ prefetch: prefetch(() => null, { token: true }) })
    await world.until(auth.ensureLogin())
    world.script('login', { outcome: 'fail' })
    await world.until(outcomes([auth.login({ force: true })]))
    return world.history.calls('setBackgroundFetchToken').map(({ options }) => options)
  }

  test('is told once for one session', async () => {
    expect(await told(createWorld())).toEqual([{ token: '' }, { token: 'token-1' }])
  })

  test('is told again after a failure', async () => {
    const world = createWorld()
    world.script('setBackgroundFetchToken', { outcome: 'fail' })
    expect(await told(world)).toEqual([{ token: '' }, { token: 'token-1' }, { token: 'token-1' }])
  })
})

test('a login that fails while pre-fetched data might still come is a failure', async () => {
  const world = createWorld({ launch: { prefetch: '{}', prefetchDelay: 60_000 } })
  world.script('login', { outcome: 'fail' })
  const auth = world.auth({ prefetch: prefetch(() => null) })
  await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'WX_LOGIN_FAILED' })
})

test('pre-fetched data that came before anybody asked is used', async () => {
  const world = createWorld({ launch: { prefetch: 'token-of-the-prefetch', prefetchDelay: 5 } })
  // Only the event brings it.
  world.script('getBackgroundFetchData', { outcome: 'fail' })
  const auth = world.auth({ prefetch: prefetch((token) => ({ token })) })
  await world.advance(10)
  expect((await world.until(auth.ensureLogin())).token).toBe('token-of-the-prefetch')
  expect(world.history.logins()).toBe(0)
})
