import { describe, expect, test } from '@jest/globals'
import { piggyback } from '../../src/piggyback'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes } from '../support/phone'

describe('a login function', () => {
  test.each([[null], [undefined], [7], ['token'], [{}], [{ token: 't', expiresIn: 0 }]])(
    'that resolves with %j has failed',
    async (outcome) => {
      const world = createWorld()
      const auth = world.auth({ login: () => Promise.resolve(outcome as never) })
      await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'LOGIN_REJECTED' })
    },
  )

  test('that gives a token and says unbound as well has brought a session', async () => {
    const world = createWorld()
    const grant = { token: 'token-7', unbound: null }
    const auth = world.auth({ login: () => Promise.resolve(grant) })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-7')
  })

  test('is not called with the code of somebody who has logged out', async () => {
    const world = createWorld()
    let calls = 0
    const auth = world.auth({ login: () => Promise.resolve({ token: `token-${++calls}` }) })
    const { login } = world.wx
    world.wx.login = (options) =>
      login({
        ...options,
        success(result) {
          options.success?.(result)
          void auth.logout()
        },
      })
    const results = await world.until(outcomes([auth.ensureLogin()]))
    await world.advance(1000)
    expect(results).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(calls).toBe(0)
  })

  test('that throws is no outage: it is not tried again because the phone is back', async () => {
    const world = createWorld()
    const auth = world.auth({ login: () => Promise.reject(new Error('mine')) })
    await world.until(outcomes([auth.ensureLogin()]))
    world.app.hide()
    world.app.show()
    await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
  })
})

describe('the user’s own login()', () => {
  test('says so in the event', async () => {
    const world = createWorld()
    const auth = world.auth()
    const reasons: string[] = []
    auth.on('login', ({ reason }) => reasons.push(reason))
    await world.until(auth.login())
    await world.until(auth.login({ force: true }))
    expect(reasons).toEqual(['user', 'user'])
  })

  test('renews a session that is due, also in the cooldown in which requests go on with it', async () => {
    const world = createWorld({ server: { expiresIn: 3600 } })
    const auth = world.auth()
    const reasons: string[] = []
    auth.on('login', ({ reason }) => reasons.push(reason))
    await world.until(auth.ensureLogin())
    await world.advance(3590_000)
    world.script('login', { outcome: 'fail', times: 1 })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
    expect((await world.until(auth.login())).token).toBe('token-2')
    expect(reasons).toEqual(['missing', 'user'])
  })
})

test('a logout tells its listeners nothing but that', async () => {
  const world = createWorld()
  const auth = world.auth()
  const given: unknown[] = []
  auth.on('logout', (...args) => given.push(args))
  await world.until(auth.logout())
  expect(given).toEqual([[]])
})

describe('login({ data }) as the answer to the question of an automatic login brings its data to the server', () => {
  const asking: { confirmLogin: () => Promise<boolean> } = {
    confirmLogin: () => new Promise(() => undefined),
  }

  test('there is a refresh token: it is not what is sent', async () => {
    const world = createWorld({ server: { refreshTokens: true } })
    const auth = world.auth({
      ...asking,
      renew: ({ refreshToken, send }) =>
        send<{ token: string }>({ url: '/refresh', method: 'POST', data: { refreshToken } }).then(
          ({ data }) => data,
        ),
    })
    const reasons: string[] = []
    auth.on('login', ({ reason }) => reasons.push(reason))
    await world.until(auth.login())
    world.server.expireAll()
    const waiting = outcomes([auth.request({ url: '/a' })])
    await world.advance(100)
    await world.until(auth.login({ data: { phoneCode: '7' } }))
    expect(await world.until(waiting)).toMatchObject([{ statusCode: 200 }])
    expect(world.history.sends('/refresh')).toEqual([])
    expect(world.history.sends('/login').map(({ data }) => data)).toMatchObject([{}, { phoneCode: '7' }])
    expect(reasons).toEqual(['user', 'user'])
  })

  test('WeChat has pre-fetched a session: it is not taken', async () => {
    const world = createWorld({ launch: { prefetch: 'fetched' } })
    const auth = world.auth({ ...asking, prefetch: prefetch(() => ({ token: 'pre-fetched' })) })
    const waiting = outcomes([auth.ensureLogin()])
    await world.advance(100)
    const { token } = await world.until(auth.login({ data: { phoneCode: '7' } }))
    expect(token).not.toBe('pre-fetched')
    expect(await world.until(waiting)).toEqual([auth.session])
    expect(world.history.sends('/login').map(({ data }) => data)).toMatchObject([{ phoneCode: '7' }])
  })

  test('a request would have taken the code along: it does not', async () => {
    const world = createWorld()
    const auth = world.auth({
      ...asking,
      piggyback: piggyback({
        attach: (request, code) => ({ ...request, data: { code } }),
        parse: () => null,
      }),
    })
    const waiting = outcomes([auth.request({ url: '/a', method: 'POST' })])
    await world.advance(100)
    await world.until(auth.login({ data: { phoneCode: '7' } }))
    expect(await world.until(waiting)).toMatchObject([{ statusCode: 200 }])
    expect(world.history.sends('/login').map(({ data }) => data)).toMatchObject([{ phoneCode: '7' }])
    expect(world.history.sends('/a')).toHaveLength(1)
  })
})
