import { describe, expect, test } from '@jest/globals'
import {
  authorize,
  withLogin,
  withPhoneNumber,
  withUserInfo,
  type PhoneNumber,
  type UserInfo,
} from '../../src/buttons'
import type { AuthOptions, Grant, LoginContext } from '../../src/index'
import type { WorldOptions } from '../../src/testing'
import { createWorld, outcomes } from '../support/phone'
import { profileEvent, refusal } from './support'

const PHONE = { phoneNumber: '13800000000' }

/** A user who is logged in, with both buttons, and what came of his taps. */
async function start(options: Partial<AuthOptions> = {}, worldOptions: WorldOptions = {}) {
  const world = createWorld(worldOptions)
  const auth = world.auth(options)
  await world.until(outcomes([auth.ensureLogin()]))
  await world.advance(2000)
  world.history.clear()
  const given: Array<PhoneNumber | UserInfo> = []
  const told: string[] = []
  const onError = ({ code }: { code: string }) => void told.push(code)
  const number = withPhoneNumber(auth, (data) => void given.push(data), { onError })
  const info = withUserInfo(auth, (data) => void given.push(data), { onError })
  const encrypted = () => ({ detail: { errMsg: 'getPhoneNumber:ok', ...world.wechat.encrypt(PHONE) } })
  const taps = {
    withPhoneNumber: () => Promise.resolve(number.call({}, encrypted())),
    withUserInfo: () => Promise.resolve(info.call({}, profileEvent(world))),
  }
  /** What the server can make of what was handed over. */
  const read = () => given.map(({ encryptedData = '' }) => world.server.decrypt(encryptedData))
  return { world, auth, given, told, taps, read }
}

const BOTH = ['withPhoneNumber', 'withUserInfo'] as const
const wrap = { withPhoneNumber, withUserInfo }
const readable: unknown = expect.anything()

describe('nothing of the former user is handed over, and nobody is logged in again', () => {
  test.each(BOTH)('%s: a logout while the key is checked', async (button) => {
    const { world, auth, given, told, taps } = await start()
    world.script('checkSession', { latency: 500 })
    void taps[button]()
    await world.advance(100)
    await world.until(auth.logout())
    await world.advance(5000)
    expect([world.history.logins(), auth.state.status, given, told]).toEqual([
      ...[0, 'loggedOut'],
      ...[[], ['LOGGED_OUT']],
    ])
  })

  test.each(BOTH)('%s: who has logged out does not wait for the login of the next user', async (button) => {
    const { world, auth, given, told, taps } = await start()
    world.script('checkSession', { latency: 500 })
    world.script('login', { latency: 5000 })
    void taps[button]()
    await world.advance(100)
    void auth.logout()
    void outcomes([auth.login()])
    await world.advance(500)
    expect([auth.state.status, given, told]).toEqual(['loggingIn', [], ['LOGGED_OUT']])
  })

  test.each(BOTH)('%s: another session while the key is checked', async (button) => {
    const { world, auth, given, told, taps } = await start()
    world.script('checkSession', { latency: 500 })
    void taps[button]()
    await world.advance(100)
    await world.until(auth.setSession({ token: world.server.issue('another') }, { wechat: true }))
    await world.advance(5000)
    expect([given, told]).toEqual([[], ['SESSION_CHANGED']])
  })

  test('withUserInfo: another session while the data is read anew', async () => {
    const { world, auth, given, told, taps } = await start()
    world.wechat.expireSessionKey()
    world.script('getUserInfo', { latency: 500 })
    void taps.withUserInfo()
    await world.advance(300)
    expect(world.history.count('getUserInfo')).toBe(1)
    await world.until(auth.setSession({ token: world.server.issue('another') }, { wechat: true }))
    await world.advance(5000)
    expect([given, told]).toEqual([[], ['SESSION_CHANGED']])
  })

  test('withLogin: a logout in what follows the same login', async () => {
    const world = createWorld()
    const auth = world.auth()
    const ran: string[] = []
    void auth.ensureLogin().then(() => auth.logout())
    const tap = withLogin(auth, () => void ran.push('handler'), {
      onError: ({ code }) => void ran.push(code),
    })
    void tap.call({}, {})
    await world.advance(5000)
    expect(ran).toEqual(['LOGGED_OUT'])
  })
})

describe('a wx.login of which the server has heard nothing has replaced the key', () => {
  test.each(BOTH)('%s after a login whose exchange failed', async (button) => {
    const { world, auth, told, taps, read } = await start()
    const mend = world.server.route('POST', '/login', () => ({ statusCode: 503 }))
    await world.until(outcomes([auth.login({ force: true })]))
    mend()
    await world.advance(30_000)
    expect(await world.until(auth.checkSession())).toBe(false)
    await world.until(taps[button]())
    // Of a phone button only another tap brings it anew.
    if (told.length > 0) await world.until(taps[button]())
    expect(told).toEqual(button === 'withPhoneNumber' ? ['STALE_DATA'] : [])
    expect(read()).toEqual([readable])
  })

  test('withUserInfo after a renewal that failed', async () => {
    const { world, auth, taps, read } = await start({}, { server: { expiresIn: 3600 } })
    const mend = world.server.route('POST', '/login', () => ({ statusCode: 503 }))
    await world.advance(3_550_000)
    await world.until(auth.request({ url: '/orders' }))
    mend()
    await world.until(taps.withUserInfo())
    expect(read()).toEqual([readable])
  })
})

describe('a session that is to be renewed soon', () => {
  test.each(BOTH)('%s: no wx.login between the tap and the upload of its handler', async (button) => {
    const { world, auth } = await start({}, { server: { expiresIn: 3600 } })
    await world.advance(3_550_000)
    const read: unknown[] = []
    world.server.route('POST', '/bind', ({ data }) => {
      read.push(world.server.decrypt((data as { encryptedData: string }).encryptedData))
      return { data: {} }
    })
    const upload = ({ encryptedData, iv }: PhoneNumber) =>
      auth.request({ url: '/bind', method: 'POST', data: { encryptedData, iv } })
    const event = { detail: { errMsg: 'ok:ok', ...world.wechat.encrypt(PHONE) } }
    await world.until(Promise.resolve(wrap[button](auth, upload).call({}, event as never)))
    expect([read, world.history.logins()]).toEqual([[PHONE], 0])
    // It is renewed a little later.
    await world.advance(31_000)
    await world.until(auth.ensureLogin())
    expect(world.history.logins()).toBe(1)
  })
})

describe('a renewal by refresh token under way calls no wx.login', () => {
  const renew: AuthOptions['renew'] = async ({ refreshToken, send }) =>
    (await send<Grant>({ url: '/refresh', method: 'POST', data: { refreshToken } })).data

  async function renewing(prepare: (world: ReturnType<typeof createWorld>) => void = () => undefined) {
    const phone = await start({ renew }, { server: { refreshTokens: true, expiresIn: 3600 } })
    const { world, auth } = phone
    await world.advance(3_550_000)
    world.history.clear()
    prepare(world)
    world.script('request', { url: '/refresh', latency: 300 })
    const order = auth.request({ url: '/orders' })
    await world.advance(10)
    expect(auth.state.status).toBe('loggingIn')
    return { ...phone, order }
  }

  test('with a good key what was tapped is handed over', async () => {
    const { world, told, taps, read, order } = await renewing()
    void taps.withPhoneNumber()
    await world.until(order)
    await world.advance(5000)
    expect([read(), told, world.history.logins()]).toEqual([[PHONE], [], 0])
  })

  test('with a stale one the next tap succeeds', async () => {
    const { world, told, taps, read, order } = await renewing((phone) => phone.wechat.expireSessionKey())
    void taps.withPhoneNumber()
    await world.until(order)
    await world.advance(5000)
    void taps.withPhoneNumber()
    await world.advance(5000)
    expect([read(), told]).toEqual([[PHONE], ['STALE_DATA']])
  })

  test('onLaunch, a stale key is replaced, by wx.login', async () => {
    const { world } = await start({ renew }, { server: { refreshTokens: true, expiresIn: 36_000 } })
    world.wechat.expireSessionKey()
    world.restart()
    const auth = world.auth({ renew, sessionKey: 'onLaunch' })
    await world.until(auth.ensureLogin())
    expect([world.history.logins(), await world.until(auth.checkSession())]).toEqual([1, true])
  })

  test('a login that gives nothing after a refused refresh token is LOGIN_REJECTED', async () => {
    const answers: Grant[] = [{ token: 'token-0', refreshToken: 'refresh-0', expiresIn: 3600 }]
    const login = () => Promise.resolve(answers.shift() as Grant)
    const { world, auth } = await start({ login, renew: () => Promise.reject(new Error('refused')) })
    await world.advance(3_600_000)
    auth.invalidate('token-0')
    expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('LOGIN_REJECTED')])
  })

  test('a refused refresh token is not sent again after a restart', async () => {
    const { world, auth } = await start({ renew }, { server: { refreshTokens: true, expiresIn: 3600 } })
    world.server.refreshTokens = false
    world.server.route('POST', '/refresh', () => ({ statusCode: 400 }))
    await world.advance(3_600_000)
    await world.until(auth.ensureLogin())
    await world.advance(1000)
    expect(world.history.sends('/refresh')).toHaveLength(1)
    world.restart()
    const next = world.auth({ renew })
    await world.advance(3_600_000)
    await world.until(next.ensureLogin())
    expect(world.history.sends('/refresh')).toHaveLength(1)
  })
})

test('data that was read anew is not handed over once another login has begun: the server could not read it', async () => {
  const { world, auth, given, told, taps } = await start()
  world.wechat.expireSessionKey()
  world.script('getUserInfo', { latency: 1000 })
  const done = taps.withUserInfo()
  await world.advance(500)
  await world.until(auth.login({ force: true }))
  await world.until(done)
  expect([given, told]).toEqual([[], ['STALE_DATA']])
})

test('a login that the user does not confirm costs no readable data', async () => {
  let answer: ((yes: boolean) => void) | undefined
  let isAsked = false
  const confirmLogin = () =>
    isAsked ? new Promise<boolean>((resolve) => (answer = resolve)) : Promise.resolve(true)
  const login = ({ code, send }: LoginContext) =>
    send<Grant>({ url: '/login', method: 'POST', data: { code } }).then(({ data }) => ({
      ...data,
      expiresIn: 100,
    }))
  const { world, auth, told, taps, read } = await start({ confirmLogin, login })
  isAsked = true
  await world.advance(60_000)
  const renewed = outcomes([auth.ensureLogin()])
  await world.advance(10)
  void taps.withPhoneNumber()
  await world.advance(10)
  answer?.(false)
  expect(await world.until(renewed)).toEqual([expect.anything()])
  await world.advance(5000)
  expect([read(), told]).toEqual([[PHONE], []])
})

test.each(BOTH)('%s: for a user without an account, too', async (button) => {
  const { world, auth, given, told, taps } = await start({
    login: () => Promise.resolve({ unbound: 'ticket' }),
  })
  expect(auth.state.status).toBe('unbound')
  await world.until(taps[button]())
  expect([given.length, told, world.history.logins()]).toEqual([1, [], 0])
})

describe('what says nothing of the key is no expiry', () => {
  test('no wx.checkSession at all, as in plugins', async () => {
    const { world, told, taps, read } = await start()
    Object.assign(world.wx, { checkSession: undefined })
    for (let count = 0; count < 3; count++) await world.until(taps.withPhoneNumber())
    expect([read(), told, world.history.logins()]).toEqual([[PHONE, PHONE, PHONE], [], 0])
  })

  test.each([
    [102, 'no permission'],
    [-1, 'system error'],
    [1003, 'too often'],
    [undefined, 'checkSession is not a function'],
  ])('onLaunch: %p, %s', async (errno, errMsg) => {
    const { world } = await start()
    world.script('checkSession', { outcome: 'fail', errno, errMsg })
    world.restart()
    await world.until(world.auth({ sessionKey: 'onLaunch' }).request({ url: '/orders' }))
    expect(world.history.logins()).toBe(0)
  })
})

describe('authorize()', () => {
  test.each(['getSetting', 'openSetting', 'showModal'] as const)(
    '%s that succeeds with nothing: it settles',
    async (name) => {
      const { world, auth } = await start()
      world.permissions.answer = () => false
      if (name !== 'getSetting') await world.until(outcomes([authorize(auth, 'scope.record')]))
      world.script(name, { outcome: 'empty' })
      const [result] = await world.until(outcomes([authorize(auth, 'scope.record')]))
      expect(result).toEqual(refusal('USER_DENIED'))
    },
  )

  test.each([
    [5, 'TIMEOUT'],
    [600001, 'NETWORK'],
    [1003, 'NETWORK'],
    [600003, 'INTERRUPTED'],
  ])('getSetting that fails with errno %i is no denial: %s', async (errno, code) => {
    const { world, auth } = await start()
    world.script('getSetting', { outcome: 'fail', errno })
    expect(await world.until(outcomes([authorize(auth, 'scope.record')]))).toEqual([refusal(code)])
  })
})

test.each([
  [5, 'TIMEOUT'],
  [600001, 'NETWORK'],
])('a phone button that fails with errno %i is no denial: %s', async (errno, code) => {
  const { auth } = await start()
  const told: string[] = []
  const handler = withPhoneNumber(auth, () => undefined, {
    onDenied: () => void told.push('denied'),
    onError: (error) => void told.push(error.code),
  })
  void handler.call({}, { detail: { errMsg: 'getPhoneNumber:fail', errno } })
  await Promise.resolve()
  expect(told).toEqual([code])
})

test.each([undefined, null, 0, ''])('a confirmLogin that gives %p has not confirmed', async (answer) => {
  const world = createWorld()
  const auth = world.auth({ confirmLogin: () => Promise.resolve(answer as never) })
  expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('USER_DENIED')])
  expect(world.history.logins()).toBe(0)
})
