import { describe, expect, test } from '@jest/globals'
import type { LogoutContext } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'

/** Everything that is stored. */
const stored = ({ storage }: World) => storage.keys().map((key) => storage.get(key))

describe('logout()', () => {
  test('takes effect before it returns, and holds until login()', async () => {
    const { world, auth } = await loggedIn()
    const done = auth.logout()
    expect(auth.state).toEqual({ status: 'loggedOut', reason: 'user' })
    expect(auth.session).toBeNull()
    await world.until(done)
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
      code: 'LOGGED_OUT',
    })
    await expect(world.until(auth.request({ url: '/public', auth: 'none' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.history.logins()).toBe(0)
    await world.until(auth.login())
    expect(auth.state.status).toBe('authenticated')
  })

  test('holds over a restart', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.logout())
    world.restart()
    const restarted = world.auth()
    await expect(world.until(restarted.ensureLogin())).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await world.until(restarted.login())
    await world.advance(10)
    world.restart()
    await expect(world.until(world.auth().ensureLogin())).resolves.toMatchObject({
      user: { name: '小明' },
    })
  })

  test('aborts what is under way and rejects it with LOGGED_OUT', async () => {
    const { world, auth } = await loggedIn()
    const request = auth.request({ url: '/orders' })
    void auth.logout()
    await expect(request).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await world.advance(1000)
    expect(world.history.sends('/orders')).toHaveLength(1)
    expect(world.history.answers('/orders')).toEqual([])
  })

  test('during wx.login: no exchange follows', async () => {
    const world = createWorld()
    const auth = world.auth()
    const waiting = outcomes([auth.ensureLogin()])
    await world.advance(5)
    expect(world.history.logins()).toBe(1)
    void auth.logout()
    await world.advance(1000)
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.history.count('request')).toBe(0)
  })

  test('while storage is read: what is read is not taken over', async () => {
    const { world } = await loggedIn()
    world.restart()
    const auth = world.auth()
    void auth.logout()
    await world.advance(100)
    expect(auth.state).toEqual({ status: 'loggedOut', reason: 'user' })
    expect(stored(world)).toEqual([{ v: 1, loggedOut: 'user' }])
  })

  test('ends a login() that has not begun yet, also when the user had logged out before', async () => {
    const world = createWorld()
    const auth = world.auth()
    void auth.logout()
    const login = outcomes([auth.login()])
    void auth.logout()
    await world.advance(1000)
    expect(await login).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.history.logins()).toBe(0)
  })

  test('twice is one logout', async () => {
    const { world, auth } = await loggedIn()
    let events = 0
    auth.on('logout', () => events++)
    await world.until(Promise.all([auth.logout(), auth.logout()]))
    expect(events).toBe(1)
  })

  test('login() right behind it runs a login of its own', async () => {
    const world = createWorld()
    const auth = world.auth()
    const waiting = outcomes([auth.ensureLogin()])
    await world.advance(15)
    void auth.logout()
    const session = await world.until(auth.login())
    expect(await waiting).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(auth.session).toBe(session)
    expect(world.history.logins()).toBe(2)
  })
})

describe('the `logout` option', () => {
  test('a path is POSTed to with the former token, and logout() does not wait for it', async () => {
    const { world, auth } = await loggedIn({ logout: '/logout' })
    world.script('request', { latency: 60_000 })
    await world.until(auth.logout())
    expect(world.history.sends('/logout')).toMatchObject([{ method: 'POST', token: 'token-1' }])
    expect(world.history.answers('/logout')).toEqual([])
  })

  test('a function gets the session and a send with its token; a throw is a warning', async () => {
    const { world, auth } = await loggedIn({
      logout: async ({ session, send }: LogoutContext<{ name: string }>) => {
        await send({ url: '/logout/all', method: 'DELETE' })
        throw new Error(`no more ${session.user?.name}`)
      },
    })
    const warnings: unknown[] = []
    auth.on('warning', (error) => warnings.push(error))
    await world.until(auth.logout())
    await world.advance(100)
    expect(world.history.sends('/logout/all')).toMatchObject([{ method: 'DELETE', token: 'token-1' }])
    expect(warnings).toMatchObject([{ code: 'SERVER_UNAVAILABLE', cause: { message: 'no more 小明' } }])
  })
})

describe('setSession()', () => {
  test('takes effect before it returns and rejects what was under way with SESSION_CHANGED', async () => {
    const { world, auth } = await loggedIn()
    const request = auth.request({ url: '/orders' })
    const done = auth.setSession(
      { token: world.server.issue(), expiresIn: 60, user: { name: '小红' } },
      { wechat: true },
    )
    expect(auth.state).toMatchObject({ status: 'authenticated', session: { user: { name: '小红' } } })
    await expect(request).rejects.toMatchObject({ code: 'SESSION_CHANGED' })
    expect(await world.until(done)).toBe(auth.session)
    expect(auth.session?.expiresAt).toBe((auth.session?.obtainedAt ?? 0) + 60_000)
    expect(stored(world)).toMatchObject([{ v: 1, token: 'token-2' }])
  })

  test('ends a logout', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.logout())
    await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })

  test('does not inherit the former user', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
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
    await expect(auth.setSession(grant as never, { wechat: true })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    })
    expect(auth.session).toBe(session)
  })
})

test('a verdict that comes after a logout neither replays nor logs in', async () => {
  const world = createWorld()
  let decide!: (expired: boolean) => void
  const auth = world.auth({ isExpired: () => new Promise((resolve) => (decide = resolve)) })
  await world.until(auth.ensureLogin())
  const request = outcomes([auth.request({ url: '/orders' })])
  await world.advance(20)
  void auth.logout()
  decide(true)
  await world.advance(1000)
  expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  expect(world.history.logins()).toBe(1)
})
