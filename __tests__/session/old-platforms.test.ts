import { describe, expect, test } from '@jest/globals'
import type { WxPort } from '../../src/platform/wx-port'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes } from '../support/phone'

test('a platform that says nothing of the app’s coming and going, nor of data pre-fetch', async () => {
  const world = createWorld()
  Object.assign(world.wx, {
    onAppShow: undefined,
    onNetworkStatusChange: undefined,
    onBackgroundFetchData: undefined,
    getBackgroundFetchData: undefined,
    getLaunchOptionsSync: undefined,
    getEnterOptionsSync: undefined,
  } satisfies Partial<WxPort>)
  const auth = world.auth({ prefetch: prefetch(() => null) })
  await expect(world.until(auth.ensureLogin())).resolves.toMatchObject({ user: { name: '小明' } })
})

describe('a success that brings nothing at all', () => {
  const nothing = ({ success }: { success?: (result: never) => void }) => success?.(undefined as never)

  test('of wx.login is a login that failed', async () => {
    const world = createWorld()
    world.wx.login = nothing
    await expect(world.until(world.auth().ensureLogin())).rejects.toMatchObject({ code: 'WX_LOGIN_FAILED' })
  })

  test('of wx.checkSession is a yes', async () => {
    const world = createWorld()
    world.wx.checkSession = nothing
    expect(await world.until(world.auth().checkSession())).toBe(true)
  })

  test('of wx.getStorage is nothing stored, and nothing to warn of', async () => {
    const world = createWorld()
    world.wx.getStorage = nothing as never
    const auth = world.auth()
    const warned: unknown[] = []
    auth.on('warning', (error) => warned.push(error))
    await world.until(auth.ensureLogin())
    expect(warned).toEqual([])
  })
})

test('a wx.request that returns no task', async () => {
  const world = createWorld()
  const { request } = world.wx
  world.wx.request = (options) => void request(options) as never
  await expect(world.until(world.auth().request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
})

describe('before base library 2.24.0 there is only the text of a failure', () => {
  const sdkVersion = '2.23.4'

  test('a login that the background cut off costs no cooldown', async () => {
    const world = createWorld({ sdkVersion })
    world.script('request', { url: '/login', outcome: 'fail', errMsg: 'interrupted', times: 1 })
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    await expect(world.until(auth.ensureLogin())).resolves.toMatchObject({ user: { name: '小明' } })
  })

  test('wx.checkSession that the background cut off says nothing of the key', async () => {
    const world = createWorld({ sdkVersion })
    world.script('checkSession', { outcome: 'fail', errMsg: 'interrupted' })
    await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })
})

test('since then the number tells it, whatever the text', async () => {
  const world = createWorld()
  world.script('checkSession', { outcome: 'fail', errMsg: '中断', errno: 600003 })
  await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'INTERRUPTED' })
})

test('copies of the package meet under a name with the number of what they share', () => {
  const world = createWorld()
  world.auth()
  expect(Object.getOwnPropertyNames(world.wx)).toContain('miniprogram-auth:1')
})

test('a wx in front of which somebody has put a Proxy that copies what it gives', () => {
  const world = createWorld()
  const { wx } = world
  const copying = new Proxy(wx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'object' && value !== null ? { ...value } : value
    },
  })
  const first = world.auth({ wx: copying })
  void first.setSession({ token: 'token-7' }, { wechat: true })
  expect(world.auth({ wx: copying }).session).toBe(first.session)
})
