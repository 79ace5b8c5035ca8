import { describe, expect, jest, test } from '@jest/globals'
import type { AuthState } from '../src/index'
import { loggedIn } from './support/logged-in'
import { BASE_URL, createWorld } from './support/phone'

interface User {
  nickName: string
}

function copyOfThePackage(): typeof import('../src/create-auth') {
  const copy: { of?: typeof import('../src/create-auth') } = {}
  jest.isolateModules(() => (copy.of = jest.requireActual('../src/create-auth')))
  return copy.of as typeof import('../src/create-auth')
}

const renamed = { nickName: '小红' }

describe('setUser', () => {
  async function withStates() {
    const { world, auth } = await loggedIn<User>()
    const states: Array<[AuthState<User>['status'], User | undefined]> = []
    auth.subscribe((state) =>
      states.push([state.status, 'session' in state ? state.session?.user : undefined]),
    )
    return { world, auth, states }
  }

  test('changes what is known of the user before it returns, and nothing else of the session', async () => {
    const { world, auth, states } = await withStates()
    const { token, obtainedAt, expiresAt } = auth.session ?? {}
    const { generation } = auth
    const done = auth.setUser(renamed)
    expect(auth.session).toEqual({ user: renamed, obtainedAt, ...(expiresAt && { expiresAt }) })
    expect(auth.session?.token).toBe(token)
    expect(Object.isFrozen(auth.session)).toBe(true)
    expect(auth.generation).toBe(generation)
    expect(await world.until(done)).toBe(auth.session)
    expect(states).toEqual([['authenticated', renamed]])
    expect(world.history.logins()).toBe(0)
  })

  test('is stored when it resolves, and is there after a restart', async () => {
    const { world, auth } = await withStates()
    await world.until(auth.setUser(renamed))
    world.app.kill()
    world.app.launch()
    const { user, token } = await world.until(world.auth<User>().ensureLogin())
    expect({ user, token }).toEqual({ user: renamed, token: 'token-1' })
    expect(world.history.logins()).toBe(0)
  })

  test('the rejection of a request that was sent before it is that of the present session: 1 login, 1 replay', async () => {
    const { world, auth } = await withStates()
    const expired: unknown[] = []
    auth.on('expired', ({ session }) => expired.push([session.token, session.user]))
    world.server.expireAll()
    const request = auth.request({ url: '/x' })
    await world.advance(1)
    void auth.setUser(renamed)
    expect(await world.until(request)).toMatchObject({ statusCode: 200 })
    expect(world.history.sends('/x').map((send) => send.token)).toEqual(['token-1', 'token-2'])
    expect(world.history.logins()).toBe(1)
    expect(expired).toEqual([['token-1', renamed]])
  })

  test('a session that was accepted remains so: one rejection later is an ordinary expiry', async () => {
    const { world, auth } = await withStates()
    await world.until(auth.request({ url: '/x' }))
    await world.until(auth.setUser(renamed))
    for (let round = 2; round < 5; round++) {
      await world.advance(20_000)
      world.server.expireAll()
      expect(await world.until(auth.request({ url: '/x' }))).toMatchObject({ statusCode: 200 })
      await world.until(auth.setUser({ nickName: String(round) }))
    }
    expect(world.history.logins()).toBe(3)
  })

  test('a session that was accepted before it has proved itself: the rejection of the next one is the first', async () => {
    const { world, auth } = await withStates()
    await world.until(auth.request({ url: '/x' }))
    void auth.setUser(renamed)
    auth.invalidate('token-1')
    await world.until(auth.ensureLogin())
    auth.invalidate('token-2')
    expect(auth.session).toBeNull()
  })

  test('the end of a session is told once, whatever it says of its user', async () => {
    const { world, auth } = await loggedIn<User>({
      login: loginOf(undefined, 60),
      renewBefore: 0,
      cooldown: 1000,
    })
    const expired: unknown[] = []
    auth.on('expired', ({ session }) => expired.push(session.user))
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.advance(60_000)
    await world.until(auth.ensureLogin())
    expect(expired).toHaveLength(1)
    void auth.setUser(renamed)
    await world.advance(5000)
    await world.until(auth.ensureLogin())
    expect(world.history.logins()).toBe(2)
    expect(expired).toHaveLength(1)
  })

  test('a request in line goes on with the session that it was given, though that is due', async () => {
    const { world, auth } = await loggedIn<User>({
      login: loginOf(undefined, 60),
      renewBefore: 30,
      maxConcurrent: 1,
    })
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    await world.advance(31_000)
    world.script('request', { url: '/first', latency: 500 })
    const stages: string[] = []
    const first = auth.request({ url: '/first' })
    const second = auth.request({ url: '/second', onStage: (stage) => stages.push(stage) })
    await world.advance(200)
    void auth.setUser(renamed)
    await world.until(Promise.all([first, second]))
    expect(stages).toEqual(['login', 'queue', 'network'])
  })

  test('an optional request does not carry once more what was rejected', async () => {
    const { world, auth } = await withStates()
    world.server.route('/public', ({ token }) => ({ statusCode: token ? 401 : 200 }))
    // It is kept: another login would change nothing.
    auth.on('warning', () => void auth.setUser(renamed))
    auth.invalidate('token-1')
    await world.until(auth.ensureLogin())
    await world.until(auth.request({ url: '/public', auth: 'optional' }))
    expect(world.history.sends('/public').map((send) => send.token)).toEqual(['token-2', null])
    expect(auth.session?.user).toEqual(renamed)
  })

  test('holds through a renewal whose grant leaves the user out', async () => {
    const { world, auth } = await loggedIn<User>({ login: loginOf(undefined) })
    await world.until(auth.setUser(renamed))
    await world.until(auth.login({ force: true }))
    expect(auth.session?.user).toEqual(renamed)
  })

  test('while the session is being renewed, and while there is none for the moment, it is for the next', async () => {
    const { world, auth } = await loggedIn<User>({ login: loginOf(undefined) })
    auth.invalidate(auth.session?.token ?? '')
    expect(auth.session).toBeNull()
    await world.until(auth.setUser(renamed))
    expect(auth.session).toBeNull()
    await world.advance(100)
    expect(world.storage.keys()).toEqual([])
    const login = auth.login({ force: true })
    await world.advance(1)
    void auth.setUser({ nickName: '小明' })
    expect((await world.until(login)).user).toEqual({ nickName: '小明' })
  })

  test('is nobody’s after a logout', async () => {
    const { world, auth } = await loggedIn<User>({ login: loginOf(undefined) })
    await world.until(auth.setUser(renamed))
    await world.until(auth.logout())
    expect((await world.until(auth.login())).user).toBeUndefined()
  })

  test('a copy of the library that shares the session knows it', async () => {
    const { world, auth } = await loggedIn<User>()
    const other = world.auth<User>()
    await world.until(auth.setUser(renamed))
    expect(other.session).toBe(auth.session)
  })

  test.each([
    ['before a login', () => Promise.resolve(createWorld())],
    [
      'after a logout',
      async () => {
        const { world, auth } = await loggedIn()
        await world.until(auth.logout())
        return world
      },
    ],
  ])('%s it rejects, and says what to do', async (_, start) => {
    const world = await start()
    const auth = world.auth<User>()
    const error = await world.until(auth.setUser(renamed).catch((reason: unknown) => reason))
    expect(error).toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/setUser: .*ensureLogin/) as unknown,
    })
    expect(world.storage.keys().join()).not.toContain('undefined')
    expect(auth.session).toBeNull()
  })

  test('while a login is under way, whose answer is from before that: the app’s word is the newer', async () => {
    const { world, auth } = await loggedIn<User>()
    const login = auth.login({ force: true })
    await world.advance(17)
    expect(world.history.answers('/login')).toHaveLength(1)
    await world.until(auth.setUser(renamed))
    expect((await world.until(login)).user).toEqual(renamed)
    world.restart()
    expect((await world.until(world.auth<User>().ensureLogin())).user).toEqual(renamed)
  })

  test('a login that begins after it brings its own', async () => {
    const { world, auth } = await loggedIn<User>()
    await world.until(auth.setUser(renamed))
    world.server.route('POST', '/login', () => ({
      data: { token: world.server.issue(), user: { nickName: '小明' } },
    }))
    expect((await world.until(auth.login({ force: true }))).user).toEqual({ nickName: '小明' })
  })

  test('is the same session for another copy of the package, too', async () => {
    const { world, auth } = await loggedIn<User>({ cooldown: 60_000 })
    const options = { baseURL: BASE_URL, login: '/login', wx: world.wx, cooldown: 60_000 }
    const other = copyOfThePackage().createAuth<User>(options, world.surroundings)
    world.server.publicPaths.push('/news')
    world.server.route('/news', ({ token }) => ({ statusCode: token ? 401 : 200 }))
    // A second session that the server rejects at once is kept, with a warning.
    auth.invalidate('token-1')
    await world.until(auth.ensureLogin())
    auth.on('warning', () => void auth.setUser(renamed))
    await expect(world.until(other.request({ url: '/news', auth: 'optional' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.history.sends('/news').map(({ token }) => token)).toEqual(['token-2', null])
  })
})

/** A login whose server says that of the user. */
const loginOf = (user: User | undefined, expiresIn?: number) => ({
  url: `${BASE_URL}/login`,
  parse: ({ data }: { data: unknown }) => ({ token: (data as { token: string }).token, user, expiresIn }),
})
