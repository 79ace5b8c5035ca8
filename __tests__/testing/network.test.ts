import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { API, ended } from './support'

const get = (world: World, path = '/public', options: { timeout?: number } = {}) =>
  ended((callbacks) => world.wx.request({ url: API + path, ...options, ...callbacks }))

describe('wx.request', () => {
  test('10 requests go at a time and the rest wait their turn, uploads, downloads and the login’s exchange included', async () => {
    const world = createWorld({ latency: 100 })
    for (let index = 0; index < 8; index++) void get(world, `/public/${index}`)
    world.wx.uploadFile({ url: `${API}/upload`, filePath: 'a.png', name: 'file' })
    world.wx.downloadFile({ url: `${API}/download` })
    for (let index = 0; index < 5; index++) void get(world, `/public/late-${index}`)
    const login = ended((callbacks) =>
      world.wx.request({ url: `${API}/login`, method: 'POST', data: { code: 'x' }, ...callbacks }),
    )
    expect(world.history.sends()).toHaveLength(10)
    expect(world.history.sends('/login')).toHaveLength(0)
    await world.advance(100)
    expect(world.history.sends('/login')).toHaveLength(1)
    await world.until(login)
    expect(world.history.sends()).toHaveLength(16)
    expect(world.history.maxInFlight).toBe(10)
  })

  test('every HTTP status is a success', async () => {
    const world = createWorld()
    world.server.route('/public/broken', () => ({ statusCode: 500, data: 'oops' }))
    expect(await world.until(get(world, '/orders'))).toMatchObject({
      how: 'success',
      result: { statusCode: 401 },
    })
    expect(await world.until(get(world, '/public/broken'))).toMatchObject({
      how: 'success',
      result: { statusCode: 500, data: 'oops', errMsg: 'request:ok' },
    })
  })

  test('it times out after 60 s, or after what the call says, with errno 5', async () => {
    const world = createWorld({ latency: Infinity, start: 0 })
    const failure = { how: 'fail', result: { errMsg: 'request:fail timeout', errno: 5 } }
    const error = await Promise.allSettled([world.until(get(world, '/public', { timeout: 3000 }))])
    expect(error).toMatchObject([{ value: failure }])
    expect(world.clock.now()).toBe(3000)
    expect(await world.until(get(world))).toEqual(failure)
    expect(world.clock.now()).toBe(63_000)
  })

  test('abort ends it with request:fail abort, once, and the server never gets what had not arrived', async () => {
    const world = createWorld({ latency: 100 })
    const calls: unknown[] = []
    const task = world.wx.request({ url: `${API}/public`, fail: (error) => calls.push(error.errMsg) })
    await world.advance(40)
    task.abort()
    task.abort()
    await world.advance(1000)
    expect(calls).toEqual(['request:fail abort'])
    expect(world.server.count()).toBe(0)
  })

  test('abort takes nothing back from a server that has it', async () => {
    const world = createWorld({ latency: 100 })
    const task = world.wx.request({ url: `${API}/public` })
    await world.advance(60)
    task.abort()
    await world.advance(1000)
    expect(world.server.count()).toBe(1)
  })

  test('an aborted request gives its place to the next', () => {
    const world = createWorld({ latency: 100 })
    const tasks = Array.from({ length: 11 }, () => world.wx.request({ url: `${API}/public` }))
    tasks[0]?.abort()
    expect(world.history.sends()).toHaveLength(11)
  })

  test('a request that is aborted in the queue is never sent', async () => {
    const world = createWorld()
    const tasks = Array.from({ length: 11 }, (_, index) =>
      world.wx.request({ url: `${API}/public/${index}` }),
    )
    tasks[10]?.abort()
    await world.advance(1000)
    expect(world.history.sends('/public/10')).toHaveLength(0)
  })

  test('offline it fails with errno 600001, and an answer that finds the phone offline is lost', async () => {
    const world = createWorld({ latency: 100 })
    const lost = get(world)
    await world.advance(60)
    world.network.goOffline()
    expect(await world.until(lost)).toMatchObject({ how: 'fail', result: { errno: 600001 } })
    expect(world.server.count()).toBe(1)
    expect(await world.until(get(world))).toMatchObject({ how: 'fail', result: { errno: 600001 } })
    expect(world.server.count()).toBe(1)
    world.network.goOnline()
    expect(await world.until(get(world))).toMatchObject({ how: 'success' })
  })

  test('a URL that is none fails with errno 600009, data that cannot be sent with 600010', async () => {
    const world = createWorld()
    const circular: { self?: unknown } = {}
    circular.self = circular
    const calls = [
      ended((callbacks) => world.wx.request({ url: '/orders', ...callbacks })),
      ended((callbacks) => world.wx.request({ url: API, method: 'POST', data: circular, ...callbacks })),
    ]
    expect(await world.until(Promise.all(calls))).toMatchObject([
      { how: 'fail', result: { errno: 600009 } },
      { how: 'fail', result: { errno: 600010 } },
    ])
    expect(world.history.sends()).toHaveLength(0)
  })

  test('the data of a GET becomes the query', async () => {
    const world = createWorld()
    world.server.route('/public', ({ query, url }) => ({ data: { query, url } }))
    const call = ended((callbacks) =>
      world.wx.request({ url: `${API}/public?a=1#top`, data: { 名: 'a b&c' }, ...callbacks }),
    )
    const { result } = await world.until(call)
    expect(result.data).toMatchObject({ query: { a: '1', 名: 'a b&c' } })
  })

  test('dataType json tries one JSON.parse and leaves a string when it fails; others leave the text', async () => {
    const world = createWorld()
    world.server.route('/public/text', () => ({ data: 'text' }))
    world.server.route('/public/json', () => ({ data: '{"a":1}' }))
    const body = async (path: string, options: object = {}) => {
      const call = ended((callbacks) => world.wx.request({ url: API + path, ...options, ...callbacks }))
      return (await world.until(call)).result.data
    }
    expect(await body('/public/text')).toBe('text')
    expect(await body('/public/json')).toEqual({ a: 1 })
    expect(await body('/public/json', { dataType: 'text' })).toBe('{"a":1}')
    const bytes = (await body('/public/text', { responseType: 'arraybuffer' })) as ArrayBuffer
    expect([...new Uint8Array(bytes)]).toEqual([116, 101, 120, 116])
  })

  test.each([
    ['title', ['Date', 'Content-Type', 'X-Trace-Id']],
    ['lower', ['date', 'content-type', 'x-trace-id']],
    ['upper', ['DATE', 'CONTENT-TYPE', 'X-TRACE-ID']],
  ] as const)('names of response headers vary in case: %s', async (headerCase, names) => {
    const world = createWorld({ headerCase })
    world.server.route('/public', () => ({ header: { 'x-Trace-ID': '7' } }))
    const { result } = await world.until(get(world))
    expect(Object.keys(result.header as object)).toEqual(names)
  })

  test('the app and the server share no object', async () => {
    const world = createWorld()
    const served = { list: [1] }
    const sent = { list: [1] }
    world.server.route('/public', ({ data }) => {
      ;(data as typeof sent).list.push(2)
      return { data: served }
    })
    const call = ended((callbacks) =>
      world.wx.request({ url: `${API}/public`, method: 'POST', data: sent, ...callbacks }),
    )
    sent.list.push(3)
    const { result } = await world.until(call)
    ;(result.data as typeof served).list.push(4)
    expect(served).toEqual({ list: [1] })
    expect(sent).toEqual({ list: [1, 3] })
    expect(world.history.sends()[0]?.data).toEqual({ list: [1] })
  })

  test('the task tells of the headers and the chunks before the end, to those who still listen', async () => {
    const world = createWorld({ latency: 100 })
    world.server.route('/public', () => ({ chunks: ['你', 'b'], cookies: ['a=1'] }))
    const events: unknown[] = []
    const task = world.wx.request({
      url: `${API}/public`,
      enableChunked: true,
      success: ({ data }) => events.push(['success', data]),
    })
    const gone = () => events.push('gone')
    task.onHeadersReceived(({ statusCode, cookies }) => events.push([statusCode, cookies]))
    task.onHeadersReceived(gone)
    task.offHeadersReceived(gone)
    task.onChunkReceived(({ data }) => events.push([...new Uint8Array(data)]))
    await world.advance(1000)
    expect(events).toEqual([[200, ['a=1']], [0xe4, 0xbd, 0xa0], [98], ['success', '']])
  })
})

test('after abort no event comes', async () => {
  const world = createWorld({ latency: 100 })
  let events = 0
  const task = world.wx.downloadFile({ url: `${API}/public` })
  task.onProgressUpdate(() => events++)
  await world.advance(60)
  task.abort()
  await world.advance(1000)
  expect(events).toBe(0)
})

describe('wx.uploadFile', () => {
  test('its result’s data is a string, and there is no header', async () => {
    const world = createWorld()
    world.server.route('POST', '/public/avatar', ({ filePath, name, data }) => ({
      data: { filePath, name, data: data as unknown },
    }))
    const call = ended((callbacks) =>
      world.wx.uploadFile({
        url: `${API}/public/avatar`,
        filePath: 'wxfile://a.png',
        name: 'file',
        formData: { a: 1 },
        ...callbacks,
      }),
    )
    const { result } = await world.until(call)
    expect(result).toEqual({
      errMsg: 'uploadFile:ok',
      statusCode: 200,
      data: '{"filePath":"wxfile://a.png","name":"file","data":{"a":1}}',
    })
  })

  test('its task tells the progress on the way up', async () => {
    const world = createWorld({ latency: 100 })
    const seen: number[] = []
    const task = world.wx.uploadFile({ url: `${API}/public`, filePath: 'wxfile://a.png', name: 'file' })
    task.onProgressUpdate(({ progress, totalBytesSent, totalBytesExpectedToSend }) => {
      seen.push(progress, totalBytesSent / totalBytesExpectedToSend)
    })
    await world.advance(50)
    expect(seen).toEqual([50, 0.5, 100, 1])
  })
})

describe('wx.downloadFile', () => {
  test('the body of a 401 is saved to a file, and it succeeds', async () => {
    const world = createWorld()
    const call = ended((callbacks) => world.wx.downloadFile({ url: `${API}/report`, ...callbacks }))
    const { how, result } = await world.until(call)
    expect({ how, ...result }).toMatchObject({ how: 'success', statusCode: 401, errMsg: 'downloadFile:ok' })
    expect(world.files.get(result.tempFilePath ?? '')).toBe('{"code":"SESSION_EXPIRED"}')
    expect(result).not.toHaveProperty('header')
  })

  test('it is saved where the call says', async () => {
    const world = createWorld()
    const call = ended((callbacks) =>
      world.wx.downloadFile({ url: `${API}/public`, filePath: 'wxfile://usr/a.txt', ...callbacks }),
    )
    expect((await world.until(call)).result).toEqual({
      errMsg: 'downloadFile:ok',
      statusCode: 200,
      filePath: 'wxfile://usr/a.txt',
    })
    expect(world.files.has('wxfile://usr/a.txt')).toBe(true)
  })

  test('its task tells the progress on the way down', async () => {
    const world = createWorld({ latency: 100 })
    const seen: number[] = []
    const listener = ({ progress }: { progress: number }) => seen.push(progress)
    const task = world.wx.downloadFile({ url: `${API}/public`, success: () => seen.push(200) })
    task.onProgressUpdate(listener)
    await world.advance(60)
    expect(seen).toEqual([])
    await world.advance(40)
    expect(seen).toEqual([50, 100, 200])
    const other = world.wx.downloadFile({ url: `${API}/public` })
    other.onProgressUpdate(listener)
    other.offProgressUpdate()
    await world.advance(100)
    expect(seen).toHaveLength(3)
  })
})

test('uploads and downloads fail, time out and are aborted under their own names', async () => {
  const world = createWorld({ latency: 100 })
  const upload = { url: `${API}/public`, filePath: 'a', name: 'b' }
  const texts: unknown[] = []
  const fail = ({ errMsg }: { errMsg?: string }) => texts.push(errMsg)
  world.wx.uploadFile({ ...upload, fail }).abort()
  world.wx.downloadFile({ url: `${API}/public`, timeout: 10, fail })
  await world.advance(100)
  expect(texts).toEqual(['uploadFile:fail abort', 'downloadFile:fail timeout'])
})

test('callbacks only: request, uploadFile, downloadFile, login, checkSession and getUserInfo give no promise', () => {
  const world = createWorld()
  const { wx } = world
  const returned = [
    wx.request({ url: API }),
    wx.uploadFile({ url: API, filePath: 'a', name: 'b' }),
    wx.downloadFile({ url: API }),
    wx.login({}) as unknown,
    wx.checkSession({}) as unknown,
    wx.getUserInfo({}) as unknown,
  ]
  expect(returned.filter((value) => value instanceof Promise)).toEqual([])
})
