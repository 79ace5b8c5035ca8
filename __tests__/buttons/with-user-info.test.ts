import { describe, expect, test } from '@jest/globals'
import { withUserInfo, type UserInfo } from '../../src/buttons'
import { profileEvent, refusal, setUp } from './support'

async function tapped(options: Parameters<typeof setUp>[0] = {}, isLoggedIn = true) {
  const phone = await setUp(options, isLoggedIn)
  const given: UserInfo[] = []
  const told: unknown[] = []
  const denied: unknown[] = []
  const handler = withUserInfo(phone.auth, (info) => void given.push(info), {
    onDenied: (event) => void denied.push(event),
    onError: (error) => void told.push(error),
  })
  const tap = (event: Parameters<typeof handler>[0]) =>
    phone.world.until(Promise.resolve(phone.world.tap(() => handler.call({}, event))))
  return { ...phone, given, told, denied, tap }
}

describe('the data of a getUserInfo button', () => {
  test('that cannot be read anew after a login is an error', async () => {
    const { world, given, told, tap } = await tapped()
    const event = profileEvent(world)
    world.wechat.expireSessionKey()
    world.script('getUserInfo', { outcome: 'fail', errMsg: 'auth deny' })
    await tap(event)
    expect([given, told]).toEqual([[], [refusal('USER_DENIED')]])
  })

  test('that is read anew with a success of nothing is STALE_DATA', async () => {
    const { world, given, told, tap } = await tapped()
    world.wechat.expireSessionKey()
    world.script('getUserInfo', { outcome: 'empty' })
    await tap(profileEvent(world))
    expect([given, told]).toEqual([[], [refusal('STALE_DATA')]])
    await tap(profileEvent(world))
    expect(world.server.decrypt(String(given[0]?.encryptedData))).toMatchObject({
      openId: world.wechat.openid,
    })
  })

  test('without encryption is handed over at once when the user is logged in', async () => {
    const { auth } = await setUp()
    const userInfo = { nickName: '微信用户', avatarUrl: '' }
    const handler = withUserInfo(auth, ({ anonymous }) => anonymous)
    expect(handler.call({}, { detail: { errMsg: 'getUserInfo:ok', userInfo } })).toBe(true)
  })

  test('without encryption waits for the login alone, and needs no key', async () => {
    const { world, given, tap } = await tapped({}, false)
    const userInfo = { nickName: '小明', avatarUrl: '' }
    await tap({ detail: { errMsg: 'getUserInfo:ok', userInfo } })
    expect(given).toMatchObject([{ userInfo, anonymous: false }])
    expect([world.history.logins(), world.history.count('checkSession')]).toEqual([1, 0])
  })

  test('is handed over as it is when the session_key is good, after one checkSession and without wx.login', async () => {
    const { world, given, tap } = await tapped()
    const event = profileEvent(world)
    await tap(event)
    const { errMsg, ...detail } = event.detail
    expect(errMsg).toBe('getUserInfo:ok')
    expect(given).toEqual([expect.objectContaining({ ...detail, anonymous: false })])
    expect([world.history.logins(), world.history.count('checkSession')]).toEqual([0, 1])
  })

  test('can be read by the server after the session_key was replaced between page load and tap', async () => {
    const { world, given, tap } = await tapped()
    world.wechat.expireSessionKey()
    const event = profileEvent(world)
    await tap(event)
    expect(world.history.logins()).toBe(1)
    expect(world.server.decrypt(event.detail.encryptedData)).toBeNull()
    expect(world.server.decrypt(String(given[0]?.encryptedData))).toMatchObject({
      openId: world.wechat.openid,
    })
  })

  test('the naive order, a login in the handler, gives data that the server cannot read', async () => {
    const { world, auth } = await setUp()
    const event = profileEvent(world)
    await world.until(auth.login({ force: true }))
    expect(world.server.decrypt(event.detail.encryptedData)).toBeNull()
  })

  test('a success of checkSession older than a minute does not count', async () => {
    const { world, tap } = await tapped()
    await tap(profileEvent(world))
    await tap(profileEvent(world))
    expect(world.history.count('checkSession')).toBe(1)
    await world.advance(61_000)
    await tap(profileEvent(world))
    expect(world.history.count('checkSession')).toBe(2)
  })

  test('is handed over when nobody can tell whether the key is good: an outage is no expiry', async () => {
    const { world, given, tap } = await tapped()
    world.script('checkSession', { outcome: 'fail', errno: 600001 })
    await tap(profileEvent(world))
    expect([given.length, world.history.logins()]).toEqual([1, 0])
  })

  test('without a session: login first, then the data anew', async () => {
    const { world, given, tap } = await tapped({}, false)
    await tap(profileEvent(world))
    expect(world.history.logins()).toBe(1)
    expect(world.server.decrypt(String(given[0]?.encryptedData))).toMatchObject({
      openId: world.wechat.openid,
    })
  })

  test.each([
    ['微信用户', true],
    ['小明', false],
  ])('of %s is anonymous: %p', async (nickName, anonymous) => {
    const { world, given, tap } = await tapped()
    await tap(profileEvent(world, nickName))
    expect(given[0]?.anonymous).toBe(anonymous)
  })

  test.each(['getUserInfo:fail auth deny', 'getUserInfo:fail:auth denied', 'getUserInfo:cancel', undefined])(
    'a denial, %p, goes to onDenied',
    async (errMsg) => {
      const { given, denied, told, tap } = await tapped()
      const event = { detail: { errMsg } }
      await tap(event)
      expect([given, denied, told]).toEqual([[], [event], []])
    },
  )

  test('a denial without onDenied is a warning; a denial, then an allowance works', async () => {
    const { world, auth, warnings } = await setUp()
    const given: unknown[] = []
    const handler = withUserInfo(auth, (info) => void given.push(info))
    void handler.call({}, { detail: { errMsg: 'getUserInfo:fail auth deny' } })
    expect(warnings).toEqual(['USER_DENIED'])
    const page = {}
    await world.until(Promise.resolve(handler.call(page, profileEvent(world))))
    expect(given).toHaveLength(1)
  })

  test('privacy that was not agreed to is an error with its code', async () => {
    const { denied, told, tap } = await tapped()
    await tap({ detail: { errMsg: 'getUserInfo:fail privacy permission is not authorized', errno: 104 } })
    expect([denied, told]).toEqual([[], [refusal('PRIVACY_NOT_AUTHORIZED')]])
  })

  test('a login that fails goes to onError, and the next tap works', async () => {
    const { world, given, told, tap } = await tapped()
    world.wechat.expireSessionKey()
    world.script('login', { outcome: 'fail', times: 1, errno: 1402101 })
    await tap(profileEvent(world))
    expect([given, told]).toEqual([[], [refusal('WX_LOGIN_FAILED')]])
    await tap(profileEvent(world))
    expect(given).toHaveLength(1)
  })
})
