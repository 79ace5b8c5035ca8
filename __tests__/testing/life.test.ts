import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { API, ended, listened } from './support'

const request = (world: World) =>
  listened((callbacks) => world.wx.request({ url: `${API}/public`, ...callbacks }))

describe('in the background', () => {
  test('after five seconds unfinished calls end with fail interrupted (errno 600003), heard of when the app is back', async () => {
    const world = createWorld({ latency: 8000 })
    const calls = request(world)
    const queued = Array.from({ length: 12 }, () => request(world))
    world.app.hide()
    await world.advance(60_000)
    expect(world.app.state).toBe('suspended')
    expect(calls).toEqual([])
    world.app.show()
    await world.advance(0)
    const interrupted = { how: 'fail', result: { errMsg: 'request:fail interrupted', errno: 600003 } }
    expect(calls).toEqual([interrupted])
    expect(queued.flat()).toEqual(Array(12).fill(interrupted))
    expect(world.history.sends()).toHaveLength(10)
    await world.advance(60_000)
    expect(calls).toHaveLength(1)
  })

  test('or before it freezes, as happens, too', async () => {
    const world = createWorld({ latency: 8000, suspendAfter: 6000 })
    const calls = request(world)
    world.app.hide()
    await world.advance(5000)
    expect(calls).toMatchObject([{ how: 'fail', result: { errno: 600003 } }])
    const late = request(world)
    await world.advance(10)
    expect(late).toMatchObject([{ how: 'fail', result: { errno: 600003 } }])
  })

  test('new calls end so until the app is shown', async () => {
    const world = createWorld({ suspendAfter: Infinity })
    world.app.hide()
    await world.advance(5000)
    const calls = request(world)
    await world.advance(1000)
    expect(calls).toMatchObject([{ how: 'fail', result: { errno: 600003 } }])
    expect(world.history.sends()).toHaveLength(0)
    world.app.show()
    const later = request(world)
    await world.advance(1000)
    expect(later).toMatchObject([{ how: 'success' }])
  })

  test('what ends within five seconds ends well, and a short absence harms nothing', async () => {
    const world = createWorld({ latency: 4000 })
    const calls = request(world)
    world.app.hide()
    await world.advance(4500)
    expect(calls).toMatchObject([{ how: 'success' }])
    world.app.show()
    const later = request(world)
    await world.advance(5000)
    expect(world.app.state).toBe('foreground')
    expect(later).toMatchObject([{ how: 'success' }])
  })

  test('timers freeze, and fire late, in order, when the app is back', async () => {
    const world = createWorld()
    const order: string[] = []
    world.clock.after(7000, () => order.push('b'))
    world.clock.after(6000, () => order.push('a'))
    world.clock.after(3_700_000, () => order.push('c'))
    world.app.hide()
    await world.advance(3_600_000)
    expect(order).toEqual([])
    expect(world.clock.pending).toBe(3)
    const now = world.clock.now()
    world.clock.after(0, () => order.push(`late at ${world.clock.now() - now}`))
    world.app.show()
    await world.advance(0)
    expect(order).toEqual(['a', 'b', 'late at 0'])
    await world.advance(100_000)
    expect(order).toEqual(['a', 'b', 'late at 0', 'c'])
  })

  test('callbacks of calls that are no requests come when the app returns', async () => {
    const world = createWorld()
    world.script('login', { latency: 6000 })
    const calls = listened((callbacks) => world.wx.login(callbacks))
    world.app.hide()
    await world.advance(60_000)
    expect(calls).toEqual([])
    world.app.show()
    await world.advance(0)
    expect(calls).toMatchObject([{ how: 'success' }])
  })

  test('onAppHide and onAppShow are told at once, with how the app was opened, and off ends that', () => {
    const world = createWorld()
    const told: unknown[] = []
    const shown = ({ scene }: { scene: number }) => told.push(scene)
    const hidden = () => told.push('hide')
    world.wx.onAppShow(shown)
    world.wx.onAppHide(hidden)
    world.app.hide()
    world.app.show({ scene: 1007, query: { id: '7' } })
    expect(told).toEqual(['hide', 1007])
    expect(world.wx.getEnterOptionsSync()).toMatchObject({ scene: 1007, query: { id: '7' } })
    expect(world.wx.getLaunchOptionsSync()).toMatchObject({ scene: 1001, query: {} })
    world.wx.offAppShow(shown)
    world.wx.offAppHide()
    world.app.hide()
    world.app.show()
    expect(told).toHaveLength(2)
  })
})

describe('kill and launch', () => {
  test('everything of the old app is dropped: its callbacks never come, its timers are gone', async () => {
    const world = createWorld()
    const { wx, clock } = world
    const calls = [request(world), listened((callbacks) => wx.login(callbacks))]
    let told = 0
    clock.after(10, () => told++)
    wx.onAppHide(() => told++)
    wx.onNetworkStatusChange(() => told++)
    world.app.kill()
    expect(clock.pending).toBe(0)
    world.app.launch()
    world.app.hide()
    world.network.goOffline()
    await world.advance(60_000)
    expect(calls.flat()).toEqual([])
    expect(told).toBe(0)
  })

  test('what was frozen dies with it', async () => {
    const world = createWorld({ latency: 8000 })
    const calls = request(world)
    world.app.hide()
    await world.advance(6000)
    world.restart()
    await world.advance(6000)
    expect(calls).toEqual([])
  })

  test('the old wx does nothing any more', async () => {
    const world = createWorld()
    const { wx, clock } = world
    world.restart()
    expect(world.wx).not.toBe(wx)
    const calls = listened((callbacks) => wx.login(callbacks))
    const task = wx.request({ url: `${API}/public` })
    task.abort()
    clock.after(1, () => calls.push({ how: 'fail', result: {} }))
    await world.advance(1000)
    expect(calls).toEqual([])
    expect(world.history.sends()).toEqual([])
    expect(() => wx.getStorageSync('a') as unknown).toThrow('an app that was killed')
  })

  test('what was queued is never sent, and what was sent arrives', async () => {
    const world = createWorld({ latency: 100 })
    for (let index = 0; index < 12; index++) request(world)
    world.restart()
    await world.advance(1000)
    expect(world.server.count()).toBe(10)
    expect(world.history.sends()).toHaveLength(10)
  })

  test('storage, permissions, the server and time go on', async () => {
    const world = createWorld({ start: 0 })
    world.wx.setStorageSync('a', 1)
    await world.until(world.wx.authorize({ scope: 'scope.record' }))
    const token = world.server.issue()
    await world.advance(1000)
    world.restart()
    expect(world.wx.getStorageSync('a')).toBe(1)
    expect(world.permissions.asked).toEqual({ 'scope.record': true })
    const header = { Authorization: `Bearer ${token}` }
    const call = ended((callbacks) => world.wx.request({ url: `${API}/orders`, header, ...callbacks }))
    expect((await world.until(call)).result.statusCode).toBe(200)
    expect(world.clock.now()).toBeGreaterThan(1000)
  })

  test('a launch has its own scene, path, query and apiCategory', () => {
    const world = createWorld()
    world.restart({ scene: 1047, path: 'pages/a/a', query: { x: '1' }, apiCategory: 'embedded' })
    expect(world.wx.getLaunchOptionsSync()).toEqual({
      scene: 1047,
      path: 'pages/a/a',
      query: { x: '1' },
      apiCategory: 'embedded',
      referrerInfo: {},
    })
  })

  test('a hidden app that is killed is not interrupted in its next life', async () => {
    const world = createWorld()
    world.app.hide()
    world.app.kill()
    expect(world.app.state).toBe('dead')
    world.app.launch()
    await world.advance(6000)
    expect(world.app.state).toBe('foreground')
  })
})

describe('single-page mode: a page opened from Moments', () => {
  test.each([{ scene: 1154 }, { scene: 1001, apiCategory: 'browseOnly' }])(
    'login, storage and authorization are unavailable, request is not: %p',
    async (launch) => {
      const world = createWorld({ launch })
      const { wx } = world
      const unavailable = await world.until(
        Promise.all([
          ended((callbacks) => wx.login(callbacks)),
          ended((callbacks) => wx.checkSession(callbacks)),
          ended((callbacks) => wx.getUserInfo(callbacks)),
          ended((callbacks) => wx.setStorage({ key: 'a', data: 1, ...callbacks })),
          ended((callbacks) => wx.getStorage({ key: 'a', ...callbacks })),
          ended((callbacks) => wx.authorize({ scope: 'scope.record', ...callbacks })),
          ended((callbacks) => wx.openSetting(callbacks)),
        ]),
      )
      expect(unavailable.map(({ how }) => how)).toEqual(Array(7).fill('fail'))
      expect(() => wx.setStorageSync('a', 1)).toThrow('setStorageSync:fail')
      expect(() => wx.getStorageSync('a') as unknown).toThrow('getStorageSync:fail')
      expect(world.storage.keys()).toEqual([])
      const response = await world.until(
        ended((callbacks) => wx.request({ url: `${API}/public`, ...callbacks })),
      )
      expect(response.how).toBe('success')
      expect(wx.getEnterOptionsSync().apiCategory).toBe('browseOnly')
    },
  )

  test('it ends when the user opens the whole mini program', async () => {
    const world = createWorld({ launch: { scene: 1154 } })
    world.app.hide()
    world.app.show({ scene: 1001 })
    expect((await world.until(ended((callbacks) => world.wx.login(callbacks)))).how).toBe('success')
  })
})
