import { afterEach, describe, expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { MINUTE, sends, start, stop } from './cache-support'

afterEach(stop)

describe('stale while it is revalidated', () => {
  const policy = { cache: { ttl: MINUTE, stale: MINUTE } }

  test('the old answer comes at once, the next one is new', async () => {
    const { world, get } = await start()
    await get(policy)
    await world.advance(MINUTE)
    const before = Date.now()
    expect(await get(policy)).toBe(1)
    expect(Date.now()).toBe(before)
    await world.advance(100)
    expect(await get(policy)).toBe(2)
    expect(sends(world)).toBe(2)
  })

  test('one fetch for all who ask meanwhile', async () => {
    const { world, auth, get } = await start()
    await get(policy)
    await world.advance(MINUTE)
    await world.until(outcomes([1, 2, 3].map(() => auth.request({ url: '/count', ...policy }))))
    await world.advance(100)
    expect(sends(world)).toBe(2)
  })

  test('after that, they wait for the new one', async () => {
    const { world, get } = await start()
    await get(policy)
    await world.advance(2 * MINUTE)
    expect(await get(policy)).toBe(2)
  })

  test('a fetch that fails harms nobody, and the next one tries again', async () => {
    const { world, get } = await start()
    await get(policy)
    await world.advance(MINUTE)
    world.script('request', { outcome: 'fail', errno: 600001, times: 1 })
    expect(await get(policy)).toBe(1)
    await world.advance(100)
    expect(await get(policy)).toBe(1)
    await world.advance(100)
    expect(await get(policy)).toBe(2)
  })

  test('for all requests, as an option', async () => {
    const { world, get } = await start({ ttl: MINUTE, stale: MINUTE })
    await get({ cache: undefined })
    await world.advance(MINUTE)
    expect(await get({ cache: undefined })).toBe(1)
    await world.advance(100)
    expect(await get({ cache: undefined })).toBe(2)
  })
})

describe('at the same time', () => {
  const ask = { url: '/count', cache: MINUTE }

  test('requests for the same are one', async () => {
    const { world, auth } = await start()
    const all = await world.until(outcomes(Array.from({ length: 5 }, () => auth.request(ask))))
    expect(all).toEqual(Array(5).fill(expect.objectContaining({ data: { count: 1 } })))
    expect(sends(world)).toBe(1)
  })

  test('and fail as one', async () => {
    const { world, auth } = await start()
    world.script('request', { outcome: 'fail', errno: 600001, times: 1 })
    const all = await world.until(outcomes([1, 2, 3].map(() => auth.request(ask))))
    expect(all).toEqual(Array(3).fill(expect.objectContaining({ code: 'NETWORK' })))
    expect(world.history.count('request', '/count')).toBe(1)
  })

  test('when the one that was sent is aborted, the others get their answer from another', async () => {
    const { world, auth } = await start()
    const [first, ...others] = Array.from({ length: 4 }, () => auth.request(ask))
    await world.advance(2)
    first?.abort()
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' })
    const all = await world.until(outcomes(others))
    expect(all).toEqual(Array(3).fill(expect.objectContaining({ statusCode: 200 })))
    expect(sends(world)).toBe(2)
  })

  test('when one of the others is aborted, it alone is', async () => {
    const { world, auth } = await start()
    const [first, second, third] = [auth.request(ask), auth.request(ask), auth.request(ask)]
    await world.advance(2)
    second.abort()
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' })
    const all = await world.until(outcomes([first, third]))
    expect(all).toEqual(Array(2).fill(expect.objectContaining({ statusCode: 200 })))
    expect(sends(world)).toBe(1)
  })

  test('when all are aborted, none is sent again', async () => {
    const { world, auth } = await start()
    const tasks = Array.from({ length: 3 }, () => auth.request(ask))
    await world.advance(2)
    tasks.forEach((task) => task.abort())
    const all = await world.until(outcomes(tasks))
    await world.advance(100)
    expect(all).toEqual(Array(3).fill(expect.objectContaining({ code: 'ABORTED' })))
    expect(world.history.count('request', '/count')).toBe(1)
  })

  test('what has to be new joins nothing that was asked for before, and the older answer is not kept', async () => {
    const { world, auth, get } = await start()
    world.script('request', { url: '/count', latency: 200, times: 1 })
    const older = auth.request({ url: '/count', cache: 0 })
    await world.advance(120)
    await world.until(auth.request({ url: '/count', method: 'POST' }))
    const newer = await get({ cache: 0 })
    await world.until(older)
    expect(sends(world)).toBe(3)
    expect(await get()).toBe(newer)
  })

  test('an older answer that comes after a newer one is not given to those who ask then', async () => {
    const { world, auth, get } = await start()
    world.script('request', { url: '/count', latency: 200, times: 1 })
    const older = auth.request<{ count: number }>({ url: '/count', cache: 0 })
    await world.advance(1)
    world.server.route('/count', () => ({ data: { count: 'new' } }))
    expect(await get({ cache: 0 })).toBe('new')
    world.server.route('/count', () => ({ data: { count: 'old' } }))
    await world.until(older)
    expect(await get()).toBe('new')
  })

  test('they may join the one that is newest', async () => {
    const { world, auth } = await start()
    const all = [auth.request({ url: '/count', cache: 0 }), auth.request(ask), auth.request(ask)]
    await world.until(outcomes(all))
    expect(sends(world)).toBe(1)
  })

  test('what is fetched at a cold start is joined by those who ask after the login', async () => {
    const { world, launch } = await start()
    world.storage.clear()
    world.restart()
    const { auth } = launch()
    const first = auth.request(ask)
    await world.until(auth.ensureLogin())
    world.script('request', { url: '/count', latency: 100 })
    await world.advance(2)
    await world.until(outcomes([first, auth.request(ask)]))
    expect(sends(world)).toBe(1)
  })

  test('each has the time that it asks for: another `timeout` is another request', async () => {
    const { world, auth } = await start()
    world.script('request', { url: '/count', latency: 5000 })
    const all = [1000, 30_000, 30_000, 1000].map((timeout) => auth.request({ ...ask, timeout }))
    expect(await world.until(outcomes(all))).toEqual([
      expect.objectContaining({ code: 'TIMEOUT' }),
      expect.objectContaining({ statusCode: 200 }),
      expect.objectContaining({ statusCode: 200 }),
      expect.objectContaining({ code: 'TIMEOUT' }),
    ])
  })
})
