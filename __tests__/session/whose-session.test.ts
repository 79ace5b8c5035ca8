import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Grant, RenewContext } from '../../src/index'
import { withLogin, withPhoneNumber } from '../../src/buttons'
import { cache } from '../../src/plugins/cache'
import { prefetch } from '../../src/prefetch'
import type { WorldOptions } from '../../src/testing'
import { refusal } from '../http/support'
import { createWorld, outcomes, type World } from '../support/phone'

interface User {
  id: string
}
const B: User = { id: 'B' }

const grantOfB = (world: World, more: Partial<Grant<User>> = {}): Grant<User> => ({
  token: world.server.issue('B'),
  user: B,
  ...more,
})

/** B has logged in with a password on a phone whose WeChat user is A. */
async function loggedInAsB(
  options: Partial<AuthOptions<User>> = {},
  grant: Partial<Grant<User>> = {},
  worldOptions?: WorldOptions,
) {
  const world = createWorld(worldOptions)
  const auth = world.auth<User>(options)
  const told: unknown[] = []
  auth.on('expired', ({ session, renewable }) => told.push(['expired', session.user, renewable]))
  auth.on('logout', () => told.push('logout'))
  await world.until(auth.ensureLogin())
  await world.until(auth.setSession(grantOfB(world, grant)))
  world.history.clear()
  return { world, auth, told, generation: auth.generation }
}

const ENDED = { status: 'loggedOut', reason: 'ended' }
const transfer = { url: '/orders', method: 'POST', data: { amount: 100 } } as const

describe('the session of an account that is not the WeChat user’s is never replaced in silence', () => {
  test('rejected, nothing is replayed and nobody logged in: the app is told once, and shows its login page', async () => {
    const { world, auth, told, generation } = await loggedInAsB({ logout: '/logout' })
    world.server.expireAll()
    const results = await world.until(outcomes([auth.request(transfer), auth.request({ url: '/orders' })]))
    expect(results).toEqual(Array(2).fill(refusal('SESSION_REJECTED')))
    expect([world.history.logins(), world.history.sends('/login'), world.history.sends('/logout')]).toEqual([
      0,
      [],
      [],
    ])
    expect(world.history.sends('/orders').length).toBeLessThanOrEqual(2)
    expect([auth.state, auth.session, auth.generation]).toEqual([ENDED, null, generation + 1])
    expect(told).toEqual([['expired', B, false]])
    expect(await world.until(outcomes([auth.request(transfer), auth.ensureLogin()]))).toEqual(
      Array(2).fill(refusal('LOGGED_OUT')),
    )

    world.restart()
    const next = world.auth<User>()
    expect(await world.until(outcomes([next.ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
    expect(next.state).toEqual(ENDED)
    expect(world.history.logins()).toBe(0)
    await world.until(next.login())
    expect(next.state).toMatchObject({ status: 'authenticated' })
  })

  test('what waits in the queue, or for its answer, rejects too, and is not sent as anybody else', async () => {
    const { world, auth } = await loggedInAsB({ maxConcurrent: 1 })
    world.server.expireAll()
    const results = await world.until(
      outcomes([1, 2, 3].map((id) => auth.request({ ...transfer, data: { id } }))),
    )
    expect(results).toEqual(Array(3).fill(refusal('SESSION_REJECTED')))
    expect(world.history.sends('/orders')).toHaveLength(1)
  })

  test('its end by the clock tells nothing: it is sent until the server rejects it', async () => {
    const { world, auth, told } = await loggedInAsB({}, { expiresIn: 60 })
    await world.advance(120_000)
    await world.until(auth.request(transfer))
    expect([world.history.logins(), auth.session?.user, told]).toEqual([0, B, []])
    await world.until(auth.login())
    expect([world.history.logins(), auth.session?.user]).toEqual([0, B])
  })

  test('a cold start with it stored changes nothing of that, nor does a pre-fetch, `onLaunch` or an invalidated token', async () => {
    const options = {
      prefetch: prefetch<User>(() => ({ token: 'token-of-A' })),
      sessionKey: 'onLaunch',
    } as const
    const { world } = await loggedInAsB(options)
    world.wechat.expireSessionKey()
    world.server.expireAll()
    world.restart({ prefetch: 'A' })
    const auth = world.auth<User>(options)
    expect((await world.until(auth.ensureLogin())).user).toEqual(B)
    auth.invalidate(String(auth.session?.token))
    expect(auth.state).toEqual(ENDED)
    expect(world.history.logins()).toBe(0)
  })

  test('a tap is on a page of B: it logs nobody else in', async () => {
    const { world, auth } = await loggedInAsB()
    world.server.expireAll()
    const told: string[] = []
    const onTap = withLogin(auth, () => told.push('paid'), { onError: ({ code }) => told.push(code) })
    await world.until(outcomes([auth.request(transfer)]))
    await world.until(Promise.resolve(onTap.call({}, {})))
    expect([told, world.history.logins()]).toEqual([['LOGGED_OUT'], 0])
  })

  test('a stale session_key is STALE_DATA, for as long as it is B who is logged in', async () => {
    const { world, auth } = await loggedInAsB()
    const given: unknown[] = []
    const told: string[] = []
    const onTap = withPhoneNumber(auth, (data) => void given.push(data), {
      onError: ({ code }) => void told.push(code),
    })
    const event = { detail: { errMsg: 'getPhoneNumber:ok', ...world.wechat.encrypt({ phoneNumber: '1' }) } }
    world.wechat.expireSessionKey()
    await world.until(Promise.resolve(onTap.call({}, event)))
    expect([given, told, world.history.logins(), auth.session?.user]).toEqual([[], ['STALE_DATA'], 0, B])
  })

  test('the cache keeps what was B’s from who comes next', async () => {
    const { world, auth } = await loggedInAsB({ use: [cache()] })
    const address = { url: '/orders', cache: 3600_000 } as never
    await world.until(auth.request(address))
    world.server.expireAll()
    await world.until(outcomes([auth.request(transfer)]))
    await world.until(auth.login())
    world.history.clear()
    await world.until(auth.request(address))
    expect(world.history.sends('/orders')).toHaveLength(1)
  })

  test('two auths of one page share the end', async () => {
    const { world, auth } = await loggedInAsB()
    const other = world.auth<User>()
    const told: unknown[] = []
    other.on('expired', ({ renewable }) => told.push(renewable))
    world.server.expireAll()
    await world.until(outcomes([auth.request(transfer)]))
    expect(await world.until(outcomes([other.request(transfer)]))).toEqual([refusal('LOGGED_OUT')])
    expect([told, other.state]).toEqual([[false], ENDED])
  })
})

describe('with a refresh token', () => {
  const renewing =
    (answer: (context: RenewContext<User>) => Promise<Grant<User>>) => (context: RenewContext<User>) =>
      answer(context)

  test.each(['by a rejection', 'by its clock'])('it is renewed %s, as the same account', async (how) => {
    const world0: { world?: World } = {}
    const renew = renewing(() =>
      Promise.resolve({ token: String(world0.world?.server.issue('B')), refreshToken: 'r2' }),
    )
    const { world, auth, told, generation } = await loggedInAsB(
      { renew },
      { refreshToken: 'r1', expiresIn: 3600 },
    )
    world0.world = world
    if (how === 'by its clock') await world.advance(3_600_000)
    else world.server.expireAll()
    await world.until(auth.request(transfer))
    expect([auth.session?.user, auth.generation, world.history.logins()]).toEqual([B, generation, 0])
    expect(told).toEqual([['expired', B, true]])
    world.server.expireAll()
    world.restart()
    const next = world.auth<User>({ renew: () => Promise.reject(new Error('refused')) })
    expect(await world.until(outcomes([next.request(transfer)]))).toEqual([refusal('SESSION_REJECTED')])
    expect([next.state, world.history.logins()]).toEqual([ENDED, 0])
  })

  test('that the server refuses, it ends; the state and the events say so once', async () => {
    const { world, auth, told } = await loggedInAsB(
      { renew: () => Promise.reject(new Error('refused')) },
      { refreshToken: 'r1' },
    )
    world.server.expireAll()
    const results = await world.until(outcomes([auth.request(transfer), auth.request({ url: '/orders' })]))
    expect(results).toEqual(Array(2).fill(refusal('SESSION_REJECTED')))
    expect([auth.state, told, world.history.logins()]).toEqual([ENDED, [['expired', B, false]], 0])
  })

  test('that is refused before the session is rejected, the session goes on, and the token is sent no more', async () => {
    let renewals = 0
    const { world, auth, told } = await loggedInAsB(
      { renew: () => Promise.reject(new Error(`refused ${++renewals}`)) },
      { refreshToken: 'r1', expiresIn: 100 },
    )
    await world.advance(70_000)
    await world.until(auth.request(transfer))
    await world.advance(3_600_000)
    await world.until(auth.request(transfer))
    expect([renewals, world.history.logins(), auth.session?.user, told]).toEqual([1, 0, B, []])
    world.restart()
    expect((await world.until(world.auth<User>().ensureLogin())).refreshToken).toBeUndefined()
  })

  test('login() gives it also when it is due', async () => {
    const { world, auth } = await loggedInAsB(
      { renew: () => Promise.reject(new Error('refused')) },
      { refreshToken: 'r1', expiresIn: 100 },
    )
    await world.advance(70_000)
    expect([(await world.until(auth.login())).user, world.history.logins()]).toEqual([B, 0])
  })

  test('during an outage it is kept, over a restart too, and nobody else logged in; a tap tries again', async () => {
    let isDown = true
    const options: Partial<AuthOptions<User>> = {
      renew: ({ send }) =>
        isDown
          ? send({ url: '/public/down' }).then(() => ({ token: '' }))
          : Promise.resolve({ token: 'token-renewed' }),
    }
    const { world, auth } = await loggedInAsB(options, { refreshToken: 'r1' })
    world.server.route('/public/down', () => ({ statusCode: 503 }))
    world.server.expireAll()
    expect(await world.until(outcomes([auth.request(transfer)]))).toEqual([refusal('SERVER_UNAVAILABLE')])
    expect(auth.state.status).toBe('failed')
    world.restart()
    const next = world.auth<User>(options)
    expect(await world.until(outcomes([next.request(transfer)]))).toEqual([refusal('SERVER_UNAVAILABLE')])
    isDown = false
    const told: unknown[] = []
    await world.until(Promise.resolve(withLogin(next, () => told.push(next.session?.user)).call({}, {})))
    expect([told, next.session?.token, world.history.logins()]).toEqual([[B], 'token-renewed', 0])
  })
})

describe('what the app asks for replaces it', () => {
  test.each([
    ['login({ force: true })', { force: true }],
    ['login({ data })', { data: { phoneCode: '1' } }],
  ])('%s: the generation rises, what is under way is not sent as another user', async (_, options) => {
    const { world, auth, generation } = await loggedInAsB()
    world.script('request', { url: '/orders', latency: 5000 })
    const sent = auth.request(transfer)
    const login = auth.login(options)
    await world.advance(0)
    const waiting = auth.request({ url: '/orders', method: 'POST' })
    const results = await world.until(outcomes([login, sent, waiting]))
    expect(results.slice(1)).toEqual(Array(2).fill(refusal('SESSION_CHANGED')))
    expect(auth.session).toBe(results[0])
    // The grant of A has no user: the one that is shown is not B.
    expect([auth.generation, auth.session?.user?.id]).toEqual([generation + 1, undefined])
    expect(world.history.sends('/orders')).toHaveLength(1)
    await world.until(auth.request(transfer))
  })

  test('login() gives it while there is one, and logs in once it has ended', async () => {
    const { world, auth } = await loggedInAsB()
    expect((await world.until(auth.login())).user).toEqual(B)
    world.server.expireAll()
    await world.until(outcomes([auth.request(transfer)]))
    expect((await world.until(auth.login())).user?.id).toBeUndefined()
    expect(world.history.logins()).toBe(1)
  })

  test('a login that fails once it has ended leaves that as it is: nobody is logged in by itself', async () => {
    const { world, auth } = await loggedInAsB()
    world.server.expireAll()
    await world.until(outcomes([auth.request(transfer)]))
    world.script('login', { outcome: 'fail' })
    expect(await world.until(outcomes([auth.login()]))).toEqual([refusal('WX_LOGIN_FAILED')])
    world.script('login', {})
    await world.advance(60_000)
    expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
    world.restart()
    expect(await world.until(outcomes([world.auth().ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
  })

  test('a login that fails leaves it as it is', async () => {
    const { world, auth, generation } = await loggedInAsB()
    world.script('login', { outcome: 'fail' })
    expect(await world.until(outcomes([auth.login({ force: true })]))).toEqual([refusal('WX_LOGIN_FAILED')])
    expect([auth.session?.user, auth.generation]).toEqual([B, generation])
  })
})

describe('a session from setSession() is the WeChat user’s', () => {
  const rejected = async (options: { wechat?: boolean }, before: (world: World) => Partial<AuthOptions>) => {
    const world = createWorld()
    const auth = world.auth(before(world))
    await world.until(outcomes([auth.ensureLogin()]))
    await world.until(auth.setSession({ token: world.server.issue() }, options))
    world.server.expireAll()
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    return auth.state.status
  }
  let logins = 0
  const unboundOnce = (world: World) => ({
    login: () => Promise.resolve(logins++ === 0 ? { unbound: 'ticket' } : { token: world.server.issue() }),
  })

  test.each([
    ['where the app says so', { wechat: true }, () => ({}), 'authenticated'],
    ['not by itself', {}, () => ({}), 'loggedOut'],
    ['if it is a binding', {}, unboundOnce, 'authenticated'],
    ['not if the app says that it is none', { wechat: false }, unboundOnce, 'loggedOut'],
  ])('%s', async (_, options, before, status) => {
    logins = 0
    expect(await rejected(options, before)).toBe(status)
  })

  test('not after a logout on the bind page', async () => {
    const world = createWorld()
    const auth = world.auth({ login: () => Promise.resolve({ unbound: 'ticket' }) })
    await world.until(outcomes([auth.ensureLogin()]))
    void auth.logout()
    await world.until(auth.setSession({ token: world.server.issue() }))
    world.server.expireAll()
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(auth.state).toEqual(ENDED)
  })

  test.each(['yes', 1, null])('wechat: %p is INVALID_OPTIONS', async (wechat) => {
    const auth = createWorld().auth()
    await expect(auth.setSession({ token: 't' }, { wechat } as never)).rejects.toEqual(
      refusal('INVALID_OPTIONS'),
    )
  })
})

test('two servers never share a session: neither gets the other’s token', async () => {
  const world = createWorld()
  const one = world.auth()
  const other = world.auth({ baseURL: 'https://partner.example.net' })
  await world.until(one.ensureLogin())
  world.history.clear()
  await world.until(outcomes([other.request({ url: '/points' })]))
  expect(world.history.sends('/points').map(({ token }) => token)).not.toContain(one.session?.token)
  expect(world.storage.keys().map((key) => key.split('@')[1])).toEqual([
    'https://api.example.com',
    'https://partner.example.net',
  ])
})
