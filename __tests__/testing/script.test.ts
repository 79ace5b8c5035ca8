import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../../src/testing'
import { API, ended, listened } from './support'

describe('each outcome', () => {
  test('success, the default, is as the platform has it', async () => {
    const world = createWorld()
    const calls = listened((callbacks) => world.wx.login(callbacks))
    await world.advance(1000)
    expect(calls).toEqual([{ how: 'success', result: { errMsg: 'login:ok', code: 'code-1' } }])
  })

  test('fail has the text and the number that were asked for', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'fail', errMsg: 'no permission', errno: 102 })
    const { how, result } = await world.until(ended((callbacks) => world.wx.login(callbacks)))
    expect({ how, ...result }).toEqual({ how: 'fail', errMsg: 'login:fail no permission', errno: 102 })
  })

  test('fail takes a whole text, too', async () => {
    const world = createWorld()
    world.script('request', { outcome: 'fail', errMsg: 'request:fail abort' })
    const { result } = await world.until(ended((callbacks) => world.wx.request({ url: API, ...callbacks })))
    expect(result).toEqual({ errMsg: 'request:fail abort' })
  })

  test('both: success, then fail', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'both' })
    const calls = listened((callbacks) => world.wx.login(callbacks))
    await world.advance(1000)
    expect(calls.map(({ how }) => how)).toEqual(['success', 'fail'])
  })

  test('neither: no callback ever, though a request reaches the server, and its place is free again', async () => {
    const world = createWorld()
    world.script('request', { outcome: 'neither' })
    const calls = Array.from({ length: 12 }, () =>
      listened((callbacks) => world.wx.request({ url: `${API}/public`, ...callbacks })),
    )
    await world.advance(3_600_000)
    expect(calls.flat()).toEqual([])
    expect(world.server.count()).toBe(12)
  })

  test('neither: not even a time-out comes', async () => {
    const world = createWorld()
    world.script('request', { outcome: 'neither', latency: 100 })
    const calls = listened((callbacks) => world.wx.request({ url: API, timeout: 50, ...callbacks }))
    await world.advance(1000)
    expect(calls).toEqual([])
  })

  test('twice: the same answer two times, with one effect', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'twice' })
    const calls = listened((callbacks) => world.wx.login(callbacks))
    await world.advance(1000)
    expect(calls.map(({ result }) => result.code)).toEqual(['code-1', 'code-1'])
  })

  test('throw: the call itself throws', () => {
    const world = createWorld()
    world.script('login', { outcome: 'throw' })
    world.script('request', { outcome: 'throw', errMsg: 'broken' })
    expect(() => world.wx.login({})).toThrow('login:fail system error')
    expect(() => world.wx.request({ url: API })).toThrow('request:fail broken')
  })

  test('empty: a success without its fields', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'empty' })
    world.script('request', { outcome: 'empty' })
    const logins = listened((callbacks) => world.wx.login(callbacks))
    const requests = listened((callbacks) => world.wx.request({ url: API, ...callbacks }))
    await world.advance(1000)
    expect(logins).toEqual([{ how: 'success', result: { errMsg: 'login:ok' } }])
    expect(requests).toEqual([{ how: 'success', result: { errMsg: 'request:ok' } }])
  })

  test('fromCache: a success that is marked, whose code the server does not take', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'fromCache' })
    const { result } = await world.until(ended((callbacks) => world.wx.login(callbacks)))
    expect(result.fromCache).toBe(true)
    const exchange = await world.until(
      ended((callbacks) =>
        world.wx.request({
          url: `${API}/login`,
          method: 'POST',
          data: { code: result.code },
          ...callbacks,
        }),
      ),
    )
    expect(exchange.result.statusCode).toBe(401)
  })

  test('sync: the callback comes within the call', () => {
    const world = createWorld()
    world.script('login', { sync: true })
    world.script('request', { sync: true, outcome: 'fail' })
    world.script('getStorage', { sync: true })
    expect(listened((callbacks) => world.wx.login(callbacks))).toHaveLength(1)
    expect(listened((callbacks) => world.wx.request({ url: API, ...callbacks }))).toMatchObject([
      { how: 'fail' },
    ])
    expect(listened((callbacks) => world.wx.getStorage({ key: 'a', ...callbacks }))).toMatchObject([
      { how: 'fail' },
    ])
  })
})

test('complete comes after success and after fail', async () => {
  const world = createWorld()
  const order: string[] = []
  const callbacks = {
    success: () => order.push('success'),
    fail: () => order.push('fail'),
    complete: () => order.push('complete'),
  }
  world.wx.login(callbacks)
  await world.advance(1000)
  world.script('request', { outcome: 'fail' })
  world.wx.request({ url: API, ...callbacks })
  await world.advance(1000)
  expect(order).toEqual(['success', 'complete', 'fail', 'complete'])
})

test('times: the next so many calls, one script after the other, then as before', async () => {
  const world = createWorld()
  world.script('getSetting', { outcome: 'fail', errMsg: 'first', times: 1 })
  world.script('getSetting', { outcome: 'fail', errMsg: 'second', times: 2 })
  const said: unknown[] = []
  for (let index = 0; index < 4; index++) {
    const { result } = await world.until(ended((callbacks) => world.wx.getSetting(callbacks)))
    said.push(result.errMsg)
  }
  expect(said).toEqual([
    'getSetting:fail first',
    'getSetting:fail second',
    'getSetting:fail second',
    'getSetting:ok',
  ])
})

test('without times: until scripted again, or undone', async () => {
  const world = createWorld()
  const login = async () => (await world.until(ended((callbacks) => world.wx.login(callbacks)))).how
  const undo = world.script('login', { outcome: 'fail' })
  expect([await login(), await login()]).toEqual(['fail', 'fail'])
  const undoSecond = world.script('login', {})
  expect(await login()).toBe('success')
  undoSecond()
  expect(await login()).toBe('fail')
  undo()
  await world.advance(1000)
  expect(await login()).toBe('success')
})

test('url and when: only the calls that are meant', async () => {
  const world = createWorld()
  world.script('request', { url: '/login', outcome: 'fail' })
  world.script('request', { url: /\/public\/\d+$/g, outcome: 'fail' })
  world.script('setStorage', { when: ({ options }) => options.key === 'a', outcome: 'fail' })
  const request = async (path: string) =>
    (await world.until(ended((callbacks) => world.wx.request({ url: API + path, ...callbacks })))).how
  const set = async (key: string) =>
    (await world.until(ended((callbacks) => world.wx.setStorage({ key, data: 1, ...callbacks })))).how
  expect(await request('/login')).toBe('fail')
  expect([await request('/public/1'), await request('/public/1')]).toEqual(['fail', 'fail'])
  expect(await request('/public/a')).toBe('success')
  expect([await set('a'), await set('b')]).toEqual(['fail', 'success'])
})

test('latency: a number, or a function of the call', async () => {
  const world = createWorld({ start: 0 })
  world.script('login', { latency: 500 })
  await world.until(ended((callbacks) => world.wx.login(callbacks)))
  expect(world.clock.now()).toBe(500)
  world.script('request', { latency: ({ options }) => (String(options.url).includes('slow') ? 1000 : 1) })
  await world.until(ended((callbacks) => world.wx.request({ url: `${API}/slow`, ...callbacks })))
  expect(world.clock.now()).toBe(1500)
  await world.until(ended((callbacks) => world.wx.request({ url: `${API}/fast`, ...callbacks })))
  expect(world.clock.now()).toBe(1501)
})

test('result: fields of a success are laid over', async () => {
  const world = createWorld()
  world.script('login', { result: { code: 'the code is a mock one' } })
  const { result } = await world.until(ended((callbacks) => world.wx.login(callbacks)))
  expect(result.code).toBe('the code is a mock one')
})

test('reachesServer: a failure may be a lost answer, a silence a lost request', async () => {
  const world = createWorld()
  world.script('request', { outcome: 'fail', times: 1 })
  world.script('request', { outcome: 'fail', reachesServer: true, times: 1 })
  world.script('request', { outcome: 'neither', reachesServer: false, times: 1 })
  for (const expected of [0, 1, 1]) {
    world.wx.request({ url: API })
    await world.advance(1000)
    expect(world.server.count()).toBe(expected)
  }
})

test('a Sync function can throw, and its result be laid over', () => {
  const world = createWorld()
  world.script('getStorageSync', { outcome: 'throw', errMsg: 'broken', times: 1 })
  world.script('getEnterOptionsSync', { result: { scene: 1007 } })
  expect(() => world.wx.getStorageSync('a') as unknown).toThrow('getStorageSync:fail broken')
  expect(world.wx.getStorageSync('a')).toBe('')
  expect(world.wx.getEnterOptionsSync().scene).toBe(1007)
})

describe('bad use is an error that says what is wrong', () => {
  test.each<[string, () => unknown, string]>([
    [
      'an unknown function',
      () => createWorld().script('logn' as never, {}),
      '`logn` cannot be scripted; login,',
    ],
    ['an unknown field', () => createWorld().script('login', { outcom: 'fail' } as never), 'has no `outcom`'],
    ['an unknown outcome', () => createWorld().script('login', { outcome: 'fial' as never }), 'not fial'],
    [
      'a negative latency',
      () => createWorld().script('login', { latency: -1 }),
      '`latency` must be a number of ms',
    ],
    ['no number', () => createWorld().script('login', { latency: NaN }), 'not NaN'],
    ['half a time', () => createWorld().script('login', { times: 0.5 }), '`times` must be a whole number'],
    ['a cache where there is none', () => createWorld().script('request', { outcome: 'fromCache' }), 'only'],
    [
      'a Sync function that fails',
      () => createWorld().script('getStorageSync', { outcome: 'fail' }),
      '`throw`',
    ],
    [
      'a Sync function with a latency',
      () => createWorld().script('getStorageSync', { latency: 1 }),
      'no `latency`',
    ],
    ['an unknown option', () => createWorld({ sdkversion: '2' } as never), 'createWorld has no `sdkversion`'],
    ['no version', () => createWorld({ sdkVersion: '2.24' }), "`sdkVersion` must be like '2.24.0'"],
    ['an unknown server option', () => createWorld({ server: { expires: 1 } as never }), 'has no `expires`'],
    ['an unknown platform', () => createWorld({ platform: 'symbian' as never }), '`platform` must be one of'],
    ['no calls a second', () => createWorld({ callsPerSecond: 0 }), '`callsPerSecond` must be above 0'],
    ['a route without a slash', () => createWorld().server.route('orders', () => ({})), 'begin with /'],
    [
      'a route without a handler',
      () => createWorld().server.route('/a', 1 as never),
      'a function that answers',
    ],
    ['a jump to nowhere', () => createWorld().jump(NaN), '`ms` must be a number'],
    ['a launch on top of a launch', () => createWorld().app.launch(), 'the app is running'],
    ['a show of what is shown', () => createWorld().app.show(), 'is foreground, not background or suspended'],
    ['an unknown launch option', () => createWorld({ launch: { scen: 1 } as never }), 'has no `scen`'],
  ])('%s', (_, use, text) => {
    expect(use).toThrow(text)
  })

  test('time that runs backwards', async () => {
    await expect(createWorld().advance(-1)).rejects.toThrow('`ms` must be a number of ms from 0 up, not -1')
  })

  test('a handler without an answer', async () => {
    const world = createWorld()
    world.server.route('/public', () => undefined as never)
    world.wx.request({ url: `${API}/public` })
    await expect(world.advance(100)).rejects.toThrow('the handler must return')
  })
})
