import { describe, expect, test } from '@jest/globals'
import type { WxFailure } from '../../src/platform/wx-port'
import type { Script } from '../../src/testing'
import { createWorld, outcomes, type World } from '../support/phone'

test('ten who ask at once share one wx.checkSession, and a yes holds', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  const answers = await world.until(Promise.all(Array.from({ length: 10 }, () => auth.checkSession())))
  expect(answers).toEqual(Array(10).fill(true))
  expect(await auth.checkSession()).toBe(true)
  expect(world.history.count('checkSession')).toBe(1)
})

test('every login ends what is known of the key', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  await world.until(auth.checkSession())
  await world.until(auth.login({ force: true }))
  await world.until(auth.checkSession())
  expect(world.history.count('checkSession')).toBe(2)
})

test('a no is asked again', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  world.wechat.expireSessionKey()
  expect(await world.until(auth.checkSession())).toBe(false)
  expect(await world.until(auth.checkSession())).toBe(false)
  expect(world.history.count('checkSession')).toBe(2)
})

// As seen in the field; WeChat documents none.
const EXPIRED: WxFailure[] = [
  { errMsg: 'checkSession:fail -13001, session time out', errno: 1 },
  { errMsg: 'checkSession:fail session time out, need relogin' },
  { errMsg: 'checkSession:fail 系统错误，错误码：-13001,session time out…d relogin' },
  { errMsg: 'checkSession:fail:-13001' },
  { errMsg: 'checkSession:fail session timeout' },
  { errMsg: 'checkSession:fail login session expired' },
  { errMsg: 'checkSession:fail session expired', errno: 1 },
  { errMsg: 'checkSession:fail the session_key has expired' },
  { errMsg: 'checkSession:fail session_key 已经失效' },
  { errMsg: 'checkSession:fail 登录态已过期' },
]

// An outage, or anybody's guess: neither says that the key has expired (P6).
const UNKNOWN: Array<[WxFailure, string]> = [
  [{}, 'NETWORK'],
  [{ errMsg: 7 } as unknown as WxFailure, 'NETWORK'],
  [{ errMsg: 'checkSession:fail' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 似乎已断开与互联网的连接。' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 未能连接到服务器。' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 请求超时。' }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail A server with the specified hostname could not be found.' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail Could not connect to the server.' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail system error' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail system error', errno: -1 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 内部错误' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 系统错误，错误码：-1' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail -1000:undefined' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail -130011' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail connect error' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail unknown', errno: 600000 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail dns', errno: 600007 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail internal error', errno: 4 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail jsapi has no permission', errno: 6 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail', errno: 102 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail frequency limit', errno: 1003 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail network error' }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail 网络错误', errno: 600001 }, 'NETWORK'],
  // The number goes first.
  [{ errMsg: 'checkSession:fail session time out', errno: 600001 }, 'NETWORK'],
  [{ errMsg: 'checkSession:fail timeout' }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail time out' }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail The request timed out.' }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail session request: timeout' }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail 超时', errno: 5 }, 'TIMEOUT'],
  [{ errMsg: 'checkSession:fail interrupted', errno: 600003 }, 'INTERRUPTED'],
  [{ errMsg: 'checkSession:fail interrupted' }, 'INTERRUPTED'],
  [{ errMsg: 'checkSession:fail not supported' }, 'UNAVAILABLE'],
]

describe('a failure is an expiry, or says nothing', () => {
  // Not scripted: one of them has no text, which a script always has.
  async function ask(failure: WxFailure) {
    const world = createWorld()
    world.wx.checkSession = ({ fail }) => fail?.(failure)
    const [answer] = await outcomes([world.auth().checkSession()])
    return answer
  }

  test.each(EXPIRED)('%j: it has expired', async (failure) => {
    expect(await ask(failure)).toBe(false)
  })

  test.each(UNKNOWN)('%j: it could not be asked, %s', async (failure, code) => {
    expect(await ask(failure)).toMatchObject({ name: 'AuthError', code })
  })

  test('an answer from the cache says nothing, and no answer neither', async () => {
    const world = createWorld()
    world.script('checkSession', { outcome: 'fromCache', times: 1 })
    await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'NETWORK' })
    world.script('checkSession', { outcome: 'neither' })
    await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('sessionKey', () => {
  const expire = ({ wechat }: World) => wechat.expireSessionKey()

  async function launch(sessionKey: 'onDemand' | 'onLaunch', meanwhile?: (world: World) => unknown) {
    const world = createWorld()
    await world.until(world.auth().ensureLogin())
    await world.advance(10)
    world.history.clear()
    meanwhile?.(world)
    world.restart()
    const auth = world.auth({ sessionKey })
    let expired = 0
    auth.on('expired', () => expired++)
    await world.until(auth.request({ url: '/orders' }))
    return { world, expired }
  }

  test('onDemand: a start asks nothing', async () => {
    const { world } = await launch('onDemand', expire)
    expect(world.history.count('checkSession') + world.history.logins()).toBe(0)
  })

  test('onLaunch: a good key keeps the session', async () => {
    const { world } = await launch('onLaunch')
    expect([world.history.count('checkSession'), world.history.logins()]).toEqual([1, 0])
  })

  test('onLaunch: an expired key ends the session before anything is sent with it', async () => {
    const { world, expired } = await launch('onLaunch', expire)
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-2'])
    expect(expired).toBe(1)
  })

  test.each<[string, Script]>([
    ['an outage', { outcome: 'fail', errno: 600001 }],
    ['a failure that nobody knows', { outcome: 'fail', errMsg: '未能连接到服务器。' }],
    ['a call that throws', { outcome: 'throw' }],
    ['no answer at all', { outcome: 'neither' }],
  ])('onLaunch: %s is not an expiry', async (_, script) => {
    const { world, expired } = await launch('onLaunch', (phone) => phone.script('checkSession', script))
    expect(world.history.logins()).toBe(0)
    expect(expired).toBe(0)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-1'])
  })
})
