import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'

async function loggedIn() {
  const world = createWorld()
  const auth = world.auth()
  await world.clock.until(auth.ensureLogin())
  await world.clock.advance(10)
  world.history.length = 0
  return { world, auth }
}

describe('logout()', () => {
  test('takes effect before it returns, and holds until login()', async () => {
    const { world, auth } = await loggedIn()
    const done = auth.logout()
    expect(auth.state).toEqual({ status: 'loggedOut' })
    expect(auth.session).toBeNull()
    await world.clock.until(done)
    await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await expect(world.clock.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
      code: 'LOGGED_OUT',
    })
    await expect(world.clock.until(auth.request({ url: '/public', auth: 'none' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.count('login')).toBe(0)
    await world.clock.until(auth.login())
    expect(auth.state.status).toBe('authenticated')
  })

  test('holds over a restart', async () => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.logout())
    const restarted = world.restart().auth()
    await expect(world.clock.until(restarted.ensureLogin())).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await world.clock.until(restarted.login())
    await world.clock.advance(10)
    await expect(world.clock.until(world.restart().auth().ensureLogin())).resolves.toMatchObject({
      user: { name: '小明' },
    })
  })

  test('aborts what is under way and rejects it with LOGGED_OUT', async () => {
    const { world, auth } = await loggedIn()
    const request = auth.request({ url: '/orders' })
    void auth.logout()
    await expect(request).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.count('abort', '/orders')).toBe(1)
  })

  test('during the exchange: it is aborted, nothing is stored, one event', async () => {
    const world = createWorld()
    const auth = world.auth()
    const events: string[] = []
    auth.on('login', () => events.push('login'))
    auth.on('logout', () => events.push('logout'))
    const waiting = outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })])
    await world.clock.advance(15)
    expect(world.count('request', '/login')).toBe(1)
    const done = auth.logout()
    expect(await waiting).toEqual(Array(2).fill(expect.objectContaining({ code: 'LOGGED_OUT' })))
    await world.clock.until(done)
    await world.clock.advance(1000)
    expect(world.count('abort', '/login')).toBe(1)
    expect([...world.stored.values()]).toEqual([{ v: 1, loggedOut: true }])
    expect(events).toEqual(['logout'])
  })

  test('during wx.login: no exchange follows', async () => {
    const world = createWorld()
    const auth = world.auth()
    const waiting = outcomes([auth.ensureLogin()])
    await world.clock.advance(5)
    expect(world.count('login')).toBe(1)
    void auth.logout()
    await world.clock.advance(1000)
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.count('request')).toBe(0)
  })

  test('while storage is read: what is read is not taken over', async () => {
    const { world } = await loggedIn()
    const auth = world.restart().auth()
    void auth.logout()
    await world.clock.advance(100)
    expect(auth.state).toEqual({ status: 'loggedOut' })
    expect([...world.stored.values()]).toEqual([{ v: 1, loggedOut: true }])
  })

  test('between the start and the end of the write of a session: the logout is what stays', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.clock.until(auth.ensureLogin())
    const done = auth.logout()
    await world.clock.until(done)
    await world.clock.advance(100)
    expect([...world.stored.values()]).toEqual([{ v: 1, loggedOut: true }])
  })

  test('ends a login() that has not begun yet, also when the user had logged out before', async () => {
    const world = createWorld()
    const auth = world.auth()
    void auth.logout()
    const login = outcomes([auth.login()])
    void auth.logout()
    await world.clock.advance(1000)
    expect(await login).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.count('login')).toBe(0)
  })

  test('twice is one logout', async () => {
    const { world, auth } = await loggedIn()
    let events = 0
    auth.on('logout', () => events++)
    await world.clock.until(Promise.all([auth.logout(), auth.logout()]))
    expect(events).toBe(1)
  })

  test('login() right behind it runs a login of its own', async () => {
    const world = createWorld()
    const auth = world.auth()
    const waiting = outcomes([auth.ensureLogin()])
    await world.clock.advance(15)
    void auth.logout()
    const session = await world.clock.until(auth.login())
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(auth.session).toBe(session)
    expect(world.count('login')).toBe(2)
  })
})

describe('the `logout` option', () => {
  test('a path is POSTed to with the former token, and logout() does not wait for it', async () => {
    const { world } = await loggedIn()
    const auth = world.restart().auth({ logout: '/logout' })
    await world.clock.until(auth.ensureLogin())
    world.latency = () => 60_000
    await world.clock.until(auth.logout())
    expect(world.sends('/logout')).toMatchObject([{ method: 'POST', token: 'token-1' }])
  })

  test.each([
    ['a failing network', { errMsg: 'request:fail' }, 'NETWORK'],
    ['a failing server', { statusCode: 500 }, 'SERVER_UNAVAILABLE'],
  ])('%s leaves the local logout as it is, and is a warning', async (_, answer, code) => {
    const { world } = await loggedIn()
    const auth = world.restart().auth({ logout: '/logout' })
    const warnings: string[] = []
    auth.on('warning', (error) => warnings.push(error.code))
    await world.clock.until(auth.ensureLogin())
    world.serve = () => answer
    await world.clock.until(auth.logout())
    await world.clock.advance(100)
    expect(auth.state.status).toBe('loggedOut')
    expect(warnings).toEqual([code])
  })

  test('a function gets the session and a send with its token; a throw is a warning', async () => {
    const { world } = await loggedIn()
    const warnings: unknown[] = []
    const auth = world.restart().auth({
      logout: async ({ session, send }) => {
        await send({ url: '/logout/all', method: 'DELETE' })
        throw new Error(`no more ${(session.user as { name: string }).name}`)
      },
    })
    auth.on('warning', (error) => warnings.push(error))
    await world.clock.until(auth.ensureLogin())
    await world.clock.until(auth.logout())
    await world.clock.advance(100)
    expect(world.sends('/logout/all')).toMatchObject([{ method: 'DELETE', token: 'token-1' }])
    expect(warnings).toMatchObject([{ code: 'SERVER_UNAVAILABLE', cause: { message: 'no more 小明' } }])
  })
})

describe('setSession()', () => {
  test('takes effect before it returns and rejects what was under way with SESSION_CHANGED', async () => {
    const { world, auth } = await loggedIn()
    const request = auth.request({ url: '/orders' })
    const done = auth.setSession({ token: world.issue(), expiresIn: 60, user: { name: '小红' } })
    expect(auth.state).toMatchObject({ status: 'authenticated', session: { user: { name: '小红' } } })
    await expect(request).rejects.toMatchObject({ code: 'SESSION_CHANGED' })
    expect(await world.clock.until(done)).toBe(auth.session)
    expect(auth.session?.expiresAt).toBe((auth.session?.obtainedAt ?? 0) + 60_000)
    expect([...world.stored.values()]).toMatchObject([{ v: 1, token: 'token-2' }])
  })

  test('between a 401 and its replay: the request is rejected, never sent as the new user', async () => {
    const { world, auth } = await loggedIn()
    world.valid.clear()
    const request = outcomes([auth.request({ url: '/orders' })])
    await world.clock.advance(25)
    expect(auth.state.status).toBe('loggingIn')
    void auth.setSession({ token: world.issue() })
    await world.clock.advance(1000)
    expect(await request).toMatchObject([{ code: 'SESSION_CHANGED' }])
    expect(world.sends('/orders')).toMatchObject([{ token: 'token-1' }])
  })

  test('ends a logout', async () => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.logout())
    await world.clock.until(auth.setSession({ token: world.issue() }))
    await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })

  test('does not inherit the former user', async () => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.setSession({ token: world.issue() }))
    expect(auth.session?.user).toBeUndefined()
  })

  test.each([
    [undefined],
    [null],
    [{}],
    [{ token: 7 }],
    [{ token: 't', expiresIn: -1 }],
    [{ unbound: 1 }],
    ['token'],
  ])('refuses %j', async (grant) => {
    const { auth } = await loggedIn()
    const { session } = auth
    await expect(auth.setSession(grant as never)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
    expect(auth.session).toBe(session)
  })
})

test('a verdict that comes after a logout neither replays nor logs in', async () => {
  const world = createWorld()
  let decide!: (expired: boolean) => void
  const auth = world.auth({ isExpired: () => new Promise((resolve) => (decide = resolve)) })
  await world.clock.until(auth.ensureLogin())
  const request = outcomes([auth.request({ url: '/orders' })])
  await world.clock.advance(20)
  void auth.logout()
  decide(true)
  await world.clock.advance(1000)
  expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  expect(world.count('login')).toBe(1)
})
