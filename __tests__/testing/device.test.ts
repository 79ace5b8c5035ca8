import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { ended, listened } from './support'

const authorize = (world: World, scope: string) =>
  world.until(ended((callbacks) => world.wx.authorize({ scope, ...callbacks })))
const settings = async (world: World) => (await world.until(world.wx.getSetting({}))).authSetting

describe('permissions', () => {
  test('getSetting lists only what was asked for before', async () => {
    const world = createWorld()
    expect(await settings(world)).toEqual({})
    await authorize(world, 'scope.record')
    expect(await settings(world)).toEqual({ 'scope.record': true })
  })

  test('after one denial authorize fails at once, for ever, and the user is not asked again', async () => {
    const world = createWorld()
    let dialogs = 0
    world.permissions.answer = () => ++dialogs > 1
    expect(await authorize(world, 'scope.record')).toMatchObject({
      how: 'fail',
      result: { errMsg: 'authorize:fail auth deny' },
    })
    world.restart()
    expect((await authorize(world, 'scope.record')).how).toBe('fail')
    expect(dialogs).toBe(1)
    expect(await settings(world)).toEqual({ 'scope.record': false })
  })

  test('then only openSetting helps, where the user switches what was asked for', async () => {
    const world = createWorld()
    world.permissions.answer = () => false
    await authorize(world, 'scope.record')
    await authorize(world, 'scope.camera')
    world.permissions.switches = () => ({ 'scope.record': true, 'scope.werun': true })
    const { authSetting } = await world.until(world.tap(() => world.wx.openSetting({})))
    expect(authSetting).toEqual({ 'scope.record': true, 'scope.camera': false })
    expect((await authorize(world, 'scope.record')).how).toBe('success')
    world.permissions.clear()
    expect(await settings(world)).toEqual({})
  })

  test('authorize of scope.userInfo succeeds at once and means nothing', async () => {
    const world = createWorld()
    world.permissions.answer = () => false
    expect((await authorize(world, 'scope.userInfo')).how).toBe('success')
    expect(await settings(world)).toEqual({})
  })
})

describe('data pre-fetch', () => {
  const fetched = (world: World, fetchType = 'pre') =>
    world.until(ended((callbacks) => world.wx.getBackgroundFetchData({ fetchType, ...callbacks })))

  test('the app finds at its start what its server gave to WeChat', async () => {
    const world = createWorld({
      start: 1000,
      launch: { prefetch: '{"token":"t"}', query: { a: '1', b: '&' } },
    })
    expect((await fetched(world)).result).toEqual({
      errMsg: 'getBackgroundFetchData:ok',
      fetchedData: '{"token":"t"}',
      timeStamp: 1000,
      path: 'pages/index/index',
      query: 'a=1&b=%26',
      scene: 1001,
    })
    expect((await fetched(world, 'periodic')).how).toBe('fail')
    world.restart()
    expect((await fetched(world)).how).toBe('fail')
  })

  test('WeChat sends a login code, or the token that was set, never both', async () => {
    const seen: object[] = []
    const prefetch = (from: object) => {
      seen.push(from)
      return ''
    }
    const world = createWorld({ launch: { prefetch } })
    await world.until(world.wx.setBackgroundFetchToken({ token: 'mine' }))
    world.restart({ prefetch })
    expect(seen).toEqual([{ code: 'code-1' }, { token: 'mine' }])
  })

  test('a pre-fetch with a code may replace the session_key, as a login does', () => {
    const world = createWorld()
    const before = world.wechat.encrypt(1)
    world.restart({ prefetch: () => '' })
    expect(world.wechat.encrypt(1)).not.toEqual(before)
  })

  test.each([
    ['android', { how: 'fail' }],
    ['ios', { how: 'success', result: { fetchedData: '' } }],
  ] as const)(
    'while it is running, %s has its own way, and onBackgroundFetchData tells of its end',
    async (platform, early) => {
      const world = createWorld({ platform, launch: { prefetch: 'late', prefetchDelay: 500 } })
      const told: unknown[] = []
      world.wx.onBackgroundFetchData(({ fetchType, fetchedData }) => told.push([fetchType, fetchedData]))
      expect(await fetched(world)).toMatchObject(early)
      await world.advance(500)
      expect(told).toEqual([['pre', 'late']])
      expect((await fetched(world)).result.fetchedData).toBe('late')
    },
  )

  test('a token has at most 1024 characters', async () => {
    const world = createWorld()
    await expect(
      world.until(world.wx.setBackgroundFetchToken({ token: 'x'.repeat(1025) })),
    ).rejects.toMatchObject({ errMsg: expect.stringContaining('1024') as unknown })
  })
})

test('the connection: getNetworkType tells it, onNetworkStatusChange its changes', async () => {
  const world = createWorld()
  const told: unknown[] = []
  const listener = (change: object) => told.push(change)
  world.wx.onNetworkStatusChange(listener)
  world.network.goOffline()
  world.network.goOffline()
  expect((await world.until(world.wx.getNetworkType({}))).networkType).toBe('none')
  world.network.goOnline('4g')
  await world.advance(0)
  expect(told).toEqual([
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: '4g' },
  ])
  world.wx.offNetworkStatusChange(listener)
  world.network.goOffline()
  await world.advance(0)
  expect(told).toHaveLength(2)
})

describe('older base libraries', () => {
  test('without errno before 2.24.0', async () => {
    const failed = async (sdkVersion: string) => {
      const world = createWorld({ sdkVersion })
      world.script('login', { outcome: 'fail', errno: 5 })
      return (await world.until(ended((callbacks) => world.wx.login(callbacks)))).result as object
    }
    expect(await failed('2.23.4')).toEqual({ errMsg: 'login:fail system error' })
    expect(await failed('2.24.0')).toEqual({ errMsg: 'login:fail system error', errno: 5 })
  })

  test('without promises before 2.10.2, and with a callback there never is one', async () => {
    expect(createWorld({ sdkVersion: '2.10.1' }).wx.getSetting({})).toBeUndefined()
    const world = createWorld({ sdkVersion: '2.10.2' })
    await expect(world.until(world.wx.getSetting({}))).resolves.toMatchObject({ authSetting: {} })
    await expect(world.until(world.wx.getStorage({ key: 'a' }))).rejects.toEqual({
      errMsg: 'getStorage:fail data not found',
    })
    expect(listened((callbacks) => expect(world.wx.getSetting(callbacks)).toBeUndefined())).toEqual([])
  })

  test.each([
    ['getEnterOptionsSync', '2.9.3', '2.9.4'],
    ['getAccountInfoSync', '2.2.1', '2.2.2'],
    ['getLaunchOptionsSync', '2.1.1', '2.1.2'],
    ['onAppShow', '2.1.1', '2.1.2'],
    ['getBackgroundFetchData', '2.7.7', '2.8.0'],
    ['batchSetStorage', '2.24.7', '2.25.0'],
  ] as const)('without %s in %s', (name, before, since) => {
    expect(createWorld({ sdkVersion: before }).wx).not.toHaveProperty(name)
    expect(createWorld({ sdkVersion: since }).wx).toHaveProperty(name)
  })

  test('without envVersion and cookies before 2.10.0, without apiCategory before 2.20.0', async () => {
    const world = createWorld({ sdkVersion: '2.9.5' })
    expect(world.wx.getAccountInfoSync()).toEqual({ miniProgram: { appId: 'wx0000000000000000' } })
    expect(world.wx.getLaunchOptionsSync()).not.toHaveProperty('apiCategory')
    const call = ended((callbacks) => world.wx.request({ url: 'https://api.example.com/', ...callbacks }))
    expect((await world.until(call)).result).not.toHaveProperty('cookies')
    expect(createWorld().wx.getAccountInfoSync().miniProgram.envVersion).toBe('release')
  })

  test('without a timeout of its own for a call before 2.10.0', async () => {
    const world = createWorld({ sdkVersion: '2.9.5', latency: Infinity, start: 0 })
    const url = 'https://api.example.com/'
    await world.until(ended((callbacks) => world.wx.request({ url, timeout: 10, ...callbacks })))
    expect(world.clock.now()).toBe(60_000)
  })

  test('in a plugin there is no onAppShow, onAppHide and checkSession', () => {
    const { wx } = createWorld({ plugin: true })
    for (const name of ['onAppShow', 'offAppShow', 'onAppHide', 'offAppHide', 'checkSession'])
      expect(wx).not.toHaveProperty(name)
    expect(wx).toHaveProperty('login')
  })
})
