import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { createWorld, type World } from '../support/phone'
import { ok, times } from './support'

const textOf = ({ data }: { data: ArrayBuffer }) => Buffer.from(data).toString()

/** `/stream` answers in three pieces, `/orders` at once. */
async function streaming(isExpired = false) {
  const { world, auth } = await loggedIn()
  world.script('request', { url: '/stream', latency: 40 })
  world.server.route('GET', '/stream', () => ({ chunks: ['a', 'b', 'c'], header: { 'X-Part': 'stream' } }))
  if (isExpired) world.server.expireAll()
  return { world, auth, stream: () => auth.request({ url: '/stream', enableChunked: true }) }
}

const statuses = (seen: Array<{ statusCode?: number }>) => seen.map(({ statusCode }) => statusCode)

describe('a listener hears its events', () => {
  test.each([
    ['before the login has begun', 0],
    ['during the login', 12],
    ['when it has been sent', 25],
  ])('added %s', async (_, ms) => {
    const world = createWorld()
    world.script('request', { url: '/stream', latency: 40 })
    world.server.route('GET', '/stream', () => ({ chunks: ['a', 'b', 'c'], header: { 'X-Part': 'stream' } }))
    const task = world.auth().request({ url: '/stream', enableChunked: true })
    const heads: unknown[] = []
    const pieces: string[] = []
    await world.advance(ms)
    task.onHeadersReceived((head) => heads.push(head))
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
    await world.until(task)
    expect(heads).toEqual([
      { statusCode: 200, header: expect.objectContaining({ 'X-Part': 'stream' }), cookies: [] },
    ])
    expect(pieces).toEqual(['a', 'b', 'c'])
  })

  test('from then on, when it comes between two pieces', async () => {
    const { world, stream } = await streaming()
    const task = stream()
    const pieces: string[] = []
    await world.advance(27)
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
    await world.until(task)
    expect(pieces).toEqual(['b', 'c'])
  })

  test('of the replay, too, and of no former task', async () => {
    const { world, stream } = await streaming(true)
    const task = stream()
    const heads: Array<{ statusCode?: number }> = []
    const pieces: string[] = []
    task.onHeadersReceived((head) => heads.push(head))
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
    await world.advance(45)
    expect(statuses(heads)).toEqual([401])
    const late: Array<{ statusCode?: number }> = []
    task.onHeadersReceived((head) => late.push(head))
    expect(await world.until(task)).toEqual(ok)
    expect(statuses(heads)).toEqual([401, 200])
    expect(statuses(late)).toEqual([200])
    expect(pieces).toEqual(['a', 'b', 'c'])
  })

  test.each([
    ['a rejection are not heard: the replay’s come alone', 401, ['a', 'b', 'c']],
    ['a refusal that stands are heard before the answer is', 403, ['no', ' way']],
  ])('the pieces of %s', async (_, statusCode, expected) => {
    const { world, stream } = await streaming()
    const undo = world.server.route('GET', '/stream', () => {
      undo()
      return { statusCode, chunks: ['no', ' way'] }
    })
    const task = stream()
    const pieces: string[] = []
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
    const answer = world.until(task).then(() => [...pieces])
    expect(await answer).toEqual(expected)
  })
})

describe('off', () => {
  test('ends one listener, and without one all of them', async () => {
    const { world, stream } = await streaming()
    const task = stream()
    const heard: string[] = []
    const [first, second, third] = times(3, (index) => () => heard.push(`${index}`))
    for (const listener of [first, second, third]) if (listener) task.onChunkReceived(listener)
    task.onHeadersReceived(() => heard.push('head'))
    await world.advance(22)
    task.offChunkReceived(first)
    await world.advance(5)
    expect(heard).toEqual(['head', '1', '2'])
    task.offChunkReceived()
    await world.until(task)
    expect(heard).toEqual(['head', '1', '2'])
  })

  test('holds over the replay, and what is added afterwards is heard', async () => {
    const { world, stream } = await streaming(true)
    const task = stream()
    const heard: string[] = []
    task.onHeadersReceived(() => heard.push('gone'))
    task.onChunkReceived(() => heard.push('gone'))
    task.offHeadersReceived()
    task.offChunkReceived()
    await world.advance(45)
    task.onHeadersReceived(() => heard.push('head'))
    await world.until(task)
    expect(heard).toEqual(['head'])
  })

  test('of what never listened, or before anything was sent, does nothing', async () => {
    const { world, auth } = await loggedIn()
    const task = auth.request({ url: '/orders' })
    task.offHeadersReceived(() => undefined)
    task.offChunkReceived()
    expect(await world.until(task)).toEqual(ok)
  })

  test('by a listener, while it is being called, keeps none of the others from the event', async () => {
    const { world, stream } = await streaming()
    const task = stream()
    const heard: string[] = []
    const once = () => {
      heard.push('once')
      task.offChunkReceived(once)
    }
    task.onChunkReceived(once)
    task.onChunkReceived((chunk) => heard.push(textOf(chunk)))
    await world.until(task)
    expect(heard).toEqual(['once', 'a', 'b', 'c'])
  })
})

test('a listener that throws harms nobody: its error goes out by a timer, where App.onError finds it', async () => {
  const { world, stream } = await streaming()
  const task = stream()
  const heard: string[] = []
  task.onHeadersReceived(() => {
    throw new Error('the listener’s own')
  })
  task.onHeadersReceived(() => heard.push('head'))
  task.onChunkReceived((chunk) => heard.push(textOf(chunk)))
  await expect(world.advance(1000)).rejects.toThrow('the listener’s own')
  expect(await world.until(task)).toEqual(ok)
  expect(heard).toEqual(['head', 'a', 'b', 'c'])
})

test('abort() within a listener ends the request, and the events with it', async () => {
  const { world, stream } = await streaming()
  const task = stream()
  const heard: string[] = []
  task.onChunkReceived((chunk) => {
    heard.push(textOf(chunk))
    task.abort()
  })
  await expect(world.until(task)).rejects.toMatchObject({ code: 'ABORTED' })
  await world.advance(1000)
  expect(heard).toEqual(['a'])
})

type WxRequestTask = ReturnType<World['wx']['request']>

test('a former task that goes on talking is not heard any more', async () => {
  const world = createWorld()
  const tasks: Array<Array<Parameters<WxRequestTask['onHeadersReceived']>[0]>> = []
  const request: typeof world.wx.request = (options) => {
    const listeners: (typeof tasks)[number] = []
    tasks.push(listeners)
    return { ...world.wx.request(options), onHeadersReceived: (listener) => void listeners.push(listener) }
  }
  const auth = world.auth({ wx: { ...world.wx, request } })
  await world.until(auth.ensureLogin())
  world.server.expireAll()
  tasks.length = 0
  const task = auth.request({ url: '/orders' })
  const heard: unknown[] = []
  task.onHeadersReceived(({ header }) => heard.push(header))
  await world.until(task)
  const [rejected, , replay] = tasks
  rejected?.forEach((listener) => listener({ header: { of: 'the rejection' }, statusCode: 401 }))
  replay?.forEach((listener) => listener({ header: { of: 'the replay' }, statusCode: 200 }))
  expect(heard).toEqual([{ of: 'the replay' }])
})

test.each<[string, { statusCode: number; header?: object }]>([
  ['redirected', { statusCode: 302, header: { Location: '/moved' } }],
  ['rejected', { statusCode: 401 }],
])('a task that is %s within wx.request does not stand in the way of its successor', async (_, answer) => {
  const world = createWorld()
  const request: typeof world.wx.request = (options) => {
    if (!options.url.endsWith('/first')) return world.wx.request(options)
    // The session is another by now: the replay goes out at once, within this call.
    void auth.renewSession({ token: world.server.issue() })
    options.success?.({ data: '', header: {}, ...answer } as never)
    return { abort: () => undefined, onHeadersReceived: () => undefined } as never
  }
  let url = ''
  const wx: typeof world.wx = {
    ...world.wx,
    request: (options) => {
      const isFirst = options.url.endsWith('/orders') && url === ''
      if (isFirst) url = options.url
      return request(isFirst ? { ...options, url: '/first' } : options)
    },
  }
  const auth = world.auth({ wx })
  await world.until(auth.ensureLogin())
  const task = auth.request({ url: '/orders' })
  const heads: Array<{ statusCode?: number }> = []
  task.onHeadersReceived((head) => heads.push(head))
  expect(await world.until(task)).toEqual(ok)
  expect(statuses(heads)).toEqual([200])
})

describe('where the platform has no such events', () => {
  const without = (world: World, task: unknown) => ({
    ...world.wx,
    request: (options: Parameters<World['wx']['request']>[0]) => {
      world.wx.request(options)
      return task
    },
  })

  test.each([
    ['no task', undefined],
    ['a bare task', {}],
    ['null', null],
  ])('%s, listening does nothing', async (_, face) => {
    const world = createWorld()
    const auth = world.auth({ wx: without(world, face) })
    const task = auth.request({ url: '/orders' })
    task.onHeadersReceived(() => undefined)
    await world.advance(25)
    task.onChunkReceived(() => undefined)
    task.offChunkReceived()
    expect(await world.until(task)).toEqual(ok)
  })
})
