import { afterEach, describe, expect, test } from '@jest/globals'
import type { RequestOptions } from '../../src/http/request-options'
import { cache, type CacheOptions } from '../../src/plugins/cache'
import { outcomes } from '../support/phone'
import { MINUTE, sends, start, stop } from './cache-support'

afterEach(stop)

describe('how long', () => {
  test('within its `ttl`, an answer is not fetched again', async () => {
    const { world, get } = await start()
    expect(await get()).toBe(1)
    await world.advance(MINUTE - 50)
    expect(await get()).toBe(1)
    await world.advance(100)
    expect(await get()).toBe(2)
    expect(await get()).toBe(2)
  })

  test('it is each request’s own matter how old an answer may be', async () => {
    const { world, get } = await start()
    await get()
    await world.advance(5000)
    expect(await get({ cache: 10_000 })).toBe(1)
    expect(await get({ cache: { ttl: 1000 } })).toBe(2)
  })

  test('requests at the same time with another header are not one', async () => {
    const { world, auth } = await start()
    world.server.route('/menu', ({ header }) => ({ data: `of ${header['x-shop']}` }))
    const get = (shop: string) => auth.request({ url: '/menu', cache: MINUTE, header: { 'x-shop': shop } })
    const all = await world.until(outcomes([get('7'), get('8')]))
    expect(all).toMatchObject([{ data: 'of 7' }, { data: 'of 8' }])
  })

  test('0 fetches anew, and the others get what it got', async () => {
    const { get } = await start()
    await get()
    expect(await get({ cache: 0 })).toBe(2)
    expect(await get()).toBe(2)
  })

  test('false neither looks up nor keeps', async () => {
    const { get } = await start()
    await get()
    expect(await get({ cache: false })).toBe(2)
    expect(await get()).toBe(1)
  })

  test('without a `ttl` for all, a request that does not ask is not cached', async () => {
    const { get } = await start()
    expect([await get({ cache: undefined }), await get({ cache: undefined }), await get()]).toEqual([1, 2, 3])
  })

  test('with one, it is', async () => {
    const { get } = await start({ ttl: MINUTE })
    expect([await get({ cache: undefined }), await get({ cache: undefined })]).toEqual([1, 1])
    expect(await get({ cache: false })).toBe(2)
  })

  test('a clock that was set back makes no answer good for longer', async () => {
    const { world, get } = await start()
    await get()
    world.jump(-3_600_000)
    expect(await get()).toBe(2)
  })
})

describe('what is cached', () => {
  test.each<[string, Partial<RequestOptions>]>([
    ['not POST', { method: 'POST' }],
    ['not HEAD', { method: 'HEAD' }],
    ['not bytes', { responseType: 'arraybuffer' }],
    ['not a stream', { enableChunked: true }],
  ])('%s', async (_, request) => {
    const { world, auth } = await start({ ttl: MINUTE })
    for (let time = 0; time < 2; time++) await world.until(auth.request({ url: '/count', ...request }))
    expect(sends(world)).toBe(2)
  })

  test('GET, however it is written', async () => {
    const { get } = await start()
    expect([await get({ method: 'GET' }), await get({ method: 'get' as 'GET' }), await get()]).toEqual([
      1, 1, 1,
    ])
  })

  test('not downloads and uploads', async () => {
    const { world, auth } = await start({ ttl: MINUTE })
    for (let time = 0; time < 2; time++) {
      await world.until(auth.downloadFile({ url: '/count' }))
      await world.until(auth.uploadFile({ url: '/count', filePath: 'wxfile://a', name: 'a' }))
    }
    expect(sends(world)).toBe(4)
  })

  test.each([304, 404, 500])('not a %d', async (statusCode) => {
    const { world, auth } = await start()
    world.server.route('/count', () => ({ statusCode }))
    for (let time = 0; time < 2; time++) {
      const request = auth.request({ url: '/count', cache: MINUTE })
      await expect(world.until(request)).resolves.toMatchObject({ statusCode })
    }
    expect(sends(world)).toBe(2)
  })

  test('not a failure', async () => {
    const { world, get } = await start()
    world.script('request', { outcome: 'fail', errno: 600001, times: 1 })
    await expect(get()).rejects.toMatchObject({ code: 'NETWORK' })
    expect(await get()).toBe(1)
  })

  test('the last that were used, `max` of them', async () => {
    const { get } = await start({ max: 2 })
    const read = (id: number) => get({ url: `/count/${id}` })
    expect([await read(1), await read(2), await read(1), await read(3)]).toEqual([1, 2, 1, 3])
    expect([await read(1), await read(3), await read(2)]).toEqual([1, 3, 4])
  })
})

describe('the same request', () => {
  test.each<[string, Partial<RequestOptions>, Partial<RequestOptions>]>([
    ['the order of its data', { data: { a: 1, b: { c: 2, d: 3 } } }, { data: { b: { d: 3, c: 2 }, a: 1 } }],
    ['the order of its header', { header: { a: '1', b: '2' } }, { header: { b: '2', a: '1' } }],
    ['its `timeout`', { timeout: 1000 }, { timeout: 2000 }],
  ])('is that but for %s', async (_, one, other) => {
    const { get } = await start()
    expect([await get(one), await get(other)]).toEqual([1, 1])
  })

  test.each<[string, Partial<RequestOptions>, Partial<RequestOptions>]>([
    ['URL', { url: '/count?a=1' }, { url: '/count?a=2' }],
    ['data', { data: { a: 1 } }, { data: { a: 2 } }],
    ['order in a list', { data: { a: [1, 2] } }, { data: { a: [2, 1] } }],
    ['header', { header: { 'X-Shop': '7' } }, { header: { 'X-Shop': '8' } }],
    ['form of answer', {}, { dataType: 'text' }],
    ['`auth`', { url: '/public/count' }, { url: '/public/count', auth: 'none' }],
  ])('is not one with another %s', async (_, one, other) => {
    const { world, get } = await start()
    await get(one)
    await get(other)
    expect(sends(world)).toBe(2)
  })
})

describe('the answer', () => {
  test('is each caller’s own: he may change it', async () => {
    const { world, auth } = await start()
    world.server.route('/list', () => ({ data: { list: [1] } }))
    const list = async () => {
      const { data } = await world.until(auth.request<{ list: number[] }>({ url: '/list', cache: MINUTE }))
      data.list.push(2)
      return data.list
    }
    expect([await list(), await list(), await list()]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    const requests = [1, 2].map(() => auth.request<{ list: number[] }>({ url: '/list', cache: 0 }))
    const [one, other] = await world.until(Promise.all(requests))
    expect(one?.data).not.toBe(other?.data)
  })

  test('has status and data, and no header: from the first time on, so that nobody relies on it', async () => {
    const { world, auth } = await start()
    world.server.route('/x', () => ({
      statusCode: 203,
      data: 'x',
      header: { 'X-Total': '1' },
      cookies: ['a=b'],
    }))
    for (let time = 0; time < 2; time++) {
      const answer = await world.until(auth.request({ url: '/x', cache: MINUTE }))
      expect(answer).toEqual({ statusCode: 203, data: 'x', header: {} })
    }
  })
})

test('the stages of a request that is sent are told', async () => {
  const { world, auth } = await start()
  const stages: string[] = []
  const request = { url: '/count', cache: MINUTE, onStage: (stage: string) => void stages.push(stage) }
  await world.until(auth.request(request))
  await world.until(auth.request(request))
  expect(stages).toEqual(['queue', 'network'])
})

test.each<[unknown, string]>([
  [{ ttl: -1 }, '`ttl` must be a number from 0 up'],
  [{ stale: '5' }, '`stale` must be a number from 0 up'],
  [{ max: NaN }, '`max` must be a number from 0 up'],
  [{ storage: true }, '`storage` must be'],
  [{ wx: 'wx' }, '`wx` must be'],
  [{ maxAge: 5 }, '`maxAge`'],
])('%j is refused', (options, message) => {
  expect(() => cache(options as CacheOptions)).toThrow(
    expect.objectContaining({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(message) as unknown,
    }),
  )
})

test.each<[unknown, string]>([
  [{ ttl: '5' }, '`ttl` must be a number from 0 up'],
  [-1, '`ttl` must be a number from 0 up'],
  [{ maxAge: 5 }, '`maxAge`'],
])('and so is a request with `cache: %j`', async (policy, message) => {
  const { world, auth } = await start()
  const request = auth.request({ url: '/count', cache: policy as number })
  await expect(world.until(request)).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
    message: expect.stringContaining(message) as unknown,
  })
  expect(sends(world)).toBe(0)
})
