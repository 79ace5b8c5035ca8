import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { API, ended } from './support'

const login = (world: World) => world.until(ended((callbacks) => world.wx.login(callbacks)))
const check = (world: World) => world.until(ended((callbacks) => world.wx.checkSession(callbacks)))
const exchange = (world: World, code: unknown) =>
  world.until(
    ended((callbacks) =>
      world.wx.request({ url: `${API}/login`, method: 'POST', data: { code }, ...callbacks }),
    ),
  )
const codeOf = async (world: World) => (await login(world)).result.code

describe('login codes', () => {
  test('a code works once', async () => {
    const world = createWorld()
    const code = await codeOf(world)
    expect((await exchange(world, code)).result).toMatchObject({
      statusCode: 200,
      data: { token: 'token-1', user: { name: '小明' } },
    })
    expect((await exchange(world, code)).result).toMatchObject({
      statusCode: 401,
      data: { code: 'CODE_USED' },
    })
  })

  test('a code lives five minutes', async () => {
    const world = createWorld()
    const code = await codeOf(world)
    const late = await codeOf(world)
    await world.advance(299_000)
    expect((await exchange(world, code)).result.statusCode).toBe(200)
    await world.advance(1000)
    expect((await exchange(world, late)).result).toMatchObject({
      statusCode: 401,
      data: { code: 'CODE_EXPIRED' },
    })
  })

  test('a code that WeChat never gave is none', async () => {
    const { result } = await exchange(createWorld(), 'code-7')
    expect(result).toMatchObject({ statusCode: 401, data: { code: 'CODE_INVALID' } })
  })

  test('the user of the code is the user of the session', async () => {
    const world = createWorld()
    world.wechat.openid = 'openid-of-the-aunt'
    await exchange(world, await codeOf(world))
    world.server.route('/me', ({ openid }) => ({ data: openid }))
    const call = ended((callbacks) =>
      world.wx.request({ url: `${API}/me`, header: { authorization: 'Bearer token-1' }, ...callbacks }),
    )
    expect((await world.until(call)).result.data).toBe('openid-of-the-aunt')
  })
})

describe('at most four calls a second of each, per user (errno 1003)', () => {
  test.each(['login', 'checkSession', 'getSetting', 'getUserInfo'] as const)('%s', async (name) => {
    const world = createWorld({ start: 0 })
    const results = Array.from({ length: 5 }, () => ended((callbacks) => world.wx[name](callbacks)))
    const errnos = (await world.until(Promise.all(results))).map(({ result }) => result.errno)
    expect(errnos.filter((errno) => errno === 1003)).toHaveLength(1)
    expect(errnos[4]).toBe(1003)
    await world.advance(999 - world.clock.now())
    const early = ended((callbacks) => world.wx[name](callbacks))
    await world.advance(1)
    const { result } = await world.until(ended((callbacks) => world.wx[name](callbacks)))
    expect((await world.until(early)).result.errno).toBe(1003)
    expect(result.errno).not.toBe(1003)
  })

  test('each has its own four, a restart gives no new ones, and the number can be set', async () => {
    const world = createWorld({ callsPerSecond: 1 })
    expect((await login(world)).how).toBe('success')
    expect((await check(world)).how).toBe('success')
    world.restart()
    expect((await login(world)).result.errno).toBe(1003)
  })
})

describe('the session_key', () => {
  test('what was encrypted before a wx.login no longer decrypts, as that may replace the session_key', async () => {
    const world = createWorld()
    await exchange(world, await codeOf(world))
    const { encryptedData } = world.wechat.encrypt({ phoneNumber: '13800000000' })
    expect(world.server.decrypt(encryptedData)).toEqual({ phoneNumber: '13800000000' })
    await exchange(world, await codeOf(world))
    expect(world.server.decrypt(encryptedData)).toBeNull()
    expect(world.server.decrypt(world.wechat.encrypt({ a: 1 }).encryptedData)).toEqual({ a: 1 })
  })

  test('a login that the server never heard of makes it unable to decrypt', async () => {
    const world = createWorld()
    await exchange(world, await codeOf(world))
    await login(world)
    expect(world.server.decrypt(world.wechat.encrypt({ a: 1 }).encryptedData)).toBeNull()
  })

  test('not every wx.login replaces it: rotates = false', async () => {
    const world = createWorld()
    world.wechat.rotates = false
    await exchange(world, await codeOf(world))
    const { encryptedData } = world.wechat.encrypt(1)
    await exchange(world, await codeOf(world))
    expect(world.server.decrypt(encryptedData)).toBe(1)
  })

  test('wx.checkSession tests the session_key of the last code, and not the server’s session', async () => {
    const world = createWorld()
    expect(await check(world)).toMatchObject({
      how: 'fail',
      result: { errMsg: 'checkSession:fail -13001, session time out' },
    })
    await exchange(world, await codeOf(world))
    world.server.expireAll()
    expect((await check(world)).how).toBe('success')
    const { encryptedData } = world.wechat.encrypt(1)
    world.wechat.expireSessionKey()
    expect((await check(world)).how).toBe('fail')
    expect(world.server.decrypt(encryptedData)).toBe(1)
    expect(world.server.decrypt(world.wechat.encrypt(1).encryptedData)).toBeNull()
    await login(world)
    expect((await check(world)).how).toBe('success')
  })

  test('wx.getUserInfo is anonymous, and its encrypted data still tells who it is', async () => {
    const world = createWorld()
    await exchange(world, await codeOf(world))
    const info = (withCredentials: boolean) =>
      world.until(ended((callbacks) => world.wx.getUserInfo({ withCredentials, ...callbacks })))
    const { result } = await info(true)
    expect(result).toMatchObject({ errMsg: 'getUserInfo:ok', userInfo: { nickName: '微信用户' } })
    expect(world.server.decrypt(result.encryptedData ?? '')).toMatchObject({ openId: 'openid-1' })
    expect((await info(false)).result).not.toHaveProperty('encryptedData')
  })
})

describe('offline', () => {
  test('wx.login and wx.checkSession need the network', async () => {
    const world = createWorld()
    await login(world)
    world.network.goOffline()
    expect((await login(world)).how).toBe('fail')
    expect((await check(world)).how).toBe('fail')
  })

  test('CacheManager answers login, checkSession and getSetting, marked fromCache, with a stale code', async () => {
    const world = createWorld()
    world.network.cacheManager = true
    expect((await login(world)).result).not.toHaveProperty('fromCache')
    world.network.goOffline()
    const { result } = await login(world)
    expect(result.fromCache).toBe(true)
    expect((await check(world)).result.fromCache).toBe(true)
    const setting = await world.until(ended((callbacks) => world.wx.getSetting(callbacks)))
    expect(setting.result.fromCache).toBe(true)
    world.network.goOnline()
    expect((await exchange(world, result.code)).result.statusCode).toBe(401)
  })
})
