import { afterEach, describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import { cache } from '../../src/plugins/cache'
import { createWorld, outcomes, type World } from '../support/phone'
import { MINUTE, start, stop, stored } from './cache-support'

afterEach(stop)

describe('whose it is', () => {
  const grant = (world: World, name?: string) => ({
    token: world.server.issue(name),
    ...(name === undefined ? {} : { user: { name } }),
  })

  test('another user gets his own, and so does whoever comes after him', async () => {
    const { world, auth, get } = await start()
    await get()
    await world.until(auth.setSession(grant(world, '小红'), { wechat: true }))
    expect(await get()).toBe(2)
    await world.until(auth.setSession(grant(world, '小明'), { wechat: true }))
    expect(await get()).toBe(3)
  })

  test('what setSession() brings is somebody else, however alike the two `user` objects are', async () => {
    const { world, auth, get } = await start()
    await world.until(
      auth.setSession({ token: world.server.issue('one'), user: { name: '微信用户' } }, { wechat: true }),
    )
    expect(await get()).toBe(1)
    await world.until(
      auth.setSession({ token: world.server.issue('other'), user: { name: '微信用户' } }, { wechat: true }),
    )
    expect(await get()).toBe(2)
  })

  test.each([0, 5])('a request after setSession() does not join one from %d ms before it', async (lead) => {
    const { world, auth } = await start()
    const former = auth.request({ url: '/count', cache: MINUTE })
    // Without waiting for anything, 0 is the same turn.
    if (lead) await world.advance(lead)
    void auth.setSession(grant(world, '小明'), { wechat: true })
    const later = auth.request({ url: '/count', cache: MINUTE })
    expect(await world.until(outcomes([former, later]))).toEqual([
      expect.objectContaining({ code: 'SESSION_CHANGED' }),
      expect.objectContaining({ statusCode: 200 }),
    ])
  })

  test('what was under way for nobody in particular is not kept for the next user', async () => {
    const { world, auth, get } = await start()
    const ask = { url: '/public/count', auth: 'none', cache: MINUTE } as const
    world.script('request', { url: '/public', latency: 100, times: 1 })
    const former = auth.request(ask)
    await world.advance(5)
    void auth.setSession(grant(world, '小明'), { wechat: true })
    expect(await get(ask)).toBe(1)
    await world.until(outcomes([former]))
    expect(await get(ask)).toBe(1)
  })

  test('what stood in line for a former user is not kept for the next, nor joined', async () => {
    const { world, auth, get } = await start({}, { maxConcurrent: 1 })
    const ask = { url: '/public/count', auth: 'none', cache: MINUTE } as const
    void auth.request({ url: '/public/first', auth: 'none' })
    const former = auth.request(ask)
    await world.advance(5)
    void auth.setSession(grant(world, '小明'), { wechat: true })
    await world.advance(7)
    expect(await get(ask)).toBe(2)
    await world.until(outcomes([former]))
    expect(await get(ask)).toBe(2)
  })

  describe('what a guest asked for, who is somebody now', () => {
    const ask = { url: '/public/count', auth: 'optional', cache: MINUTE } as const

    test('before the session was read, is not kept for that user', async () => {
      const { world, launch } = await start()
      world.storage.clear()
      world.restart()
      world.history.clear()
      const { auth, get } = launch()
      expect(auth.state.status).toBe('restoring')
      const early = auth.request(ask)
      void auth.setSession(grant(world, '小红'), { wechat: true })
      await world.until(outcomes([early]))
      expect(await get(ask)).toBe(2)
      expect(world.history.sends('count').map(({ token }) => token)).toEqual([null, 'token-2'])
    })

    test('behind middleware that waits, is neither kept for him, nor answered with what is his', async () => {
      const slow: Middleware = async ({ header, ...request }, next) => {
        if (header) await new Promise<void>((resolve) => void world.clock.after(1000, resolve))
        return next(request)
      }
      const { world, auth, get } = await start({}, { use: [slow, cache()] })
      await world.until(auth.logout())
      const former = [1, 2].map(() => auth.request({ ...ask, header: { slow: 'yes' } }))
      await world.advance(10)
      void auth.setSession(grant(world, '小红'), { wechat: true })
      expect(await get(ask)).toBe(1)
      expect(await world.until(outcomes(former))).toMatchObject([
        { data: { count: 2 } },
        { data: { count: 3 } },
      ])
      expect(await get(ask)).toBe(1)
      expect(world.history.sends('count').map(({ token }) => token)).toEqual(['token-2', null, null])
    })
  })

  test('a renewal keeps the user, and what is cached for him', async () => {
    const { world, get } = await start({}, {}, { expiresIn: 120 })
    await get({ cache: 10 * MINUTE })
    await world.advance(2 * MINUTE)
    await get({ url: '/count/else' })
    expect(world.history.logins()).toBe(2)
    expect(await get({ cache: 10 * MINUTE })).toBe(1)
  })

  test('where sessions have no user, each is another’s', async () => {
    const { world, auth, get } = await start({}, {}, { user: undefined })
    expect([await get(), await get()]).toEqual([1, 1])
    await world.until(auth.setSession(grant(world), { wechat: true }))
    expect([await get(), await get()]).toEqual([2, 2])
  })

  test('what is fetched at a cold start is his who then logs in', async () => {
    const { world, launch } = await start()
    world.storage.clear()
    world.restart()
    const { get } = launch()
    expect([await get(), await get()]).toEqual([1, 1])
  })

  test('what was fetched without a session is not given to a user', async () => {
    const { world, auth, get } = await start()
    await world.until(auth.logout())
    const request = { url: '/public/count', auth: 'optional' } as const
    expect([await get(request), await get(request)]).toEqual([1, 1])
    await world.until(auth.login())
    expect(await get(request)).toBe(2)
  })

  test('an auth of its own: a second one is refused', () => {
    const app = createWorld()
    const plugin = cache({ wx: app.wx })
    app.auth({ use: [plugin] })
    expect(() => app.auth({ use: [plugin], storage: false })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})

describe('a setSession()', () => {
  test('empties the memory and the storage, before it returns', async () => {
    const { world, auth, get } = await start()
    await get()
    await world.advance(1000)
    expect(JSON.stringify(stored(world))).toContain('count')
    void auth.setSession({ token: world.server.issue(), user: { name: '小明' } }, { wechat: true })
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })

  test('while the storage of the session is read empties what the last life has stored', async () => {
    const app = await start()
    await app.get()
    await app.world.advance(1000)
    app.world.restart()
    const { auth, get } = app.launch()
    void auth.setSession({ token: app.world.server.issue(), user: { name: '小明' } }, { wechat: true })
    expect(await get()).toBe(2)
  })
})

describe('after destroy()', () => {
  test('a logout of another auth of the same session is not undone by what was due to be written', async () => {
    const { world, auth, get, launch } = await start()
    const other = launch().auth
    await get()
    auth.destroy()
    void other.logout()
    await world.advance(MINUTE)
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })

  test('what is due is written at once, and nothing after that', async () => {
    const { world } = await start()
    const auth = world.auth({ use: [cache()], storage: { key: 'another' } })
    await world.until(auth.request({ url: '/count', cache: MINUTE }))
    auth.destroy()
    expect(JSON.stringify(stored(world))).toContain('count')
    const next = world.auth({ use: [cache()], storage: { key: 'another' } })
    await world.until(next.ensureLogin())
    void next.logout()
    await world.advance(MINUTE)
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })
})

describe('a logout', () => {
  test('empties the memory and the storage, before it returns', async () => {
    const { world, auth, get } = await start()
    await get()
    await world.advance(1000)
    expect(JSON.stringify(stored(world))).toContain('count')
    void auth.logout()
    expect(JSON.stringify(stored(world))).not.toContain('count')
    await world.until(auth.login())
    expect(await get()).toBe(2)
  })

  test('after a logout, too, of which no state tells', async () => {
    const { world, auth, get } = await start()
    const ask = { url: '/public/count', auth: 'optional' } as const
    await world.until(auth.logout())
    expect([await get(ask), await get(ask)]).toEqual([1, 1])
    await world.until(auth.logout())
    expect(await get(ask)).toBe(2)
  })

  test('empties storage that is full, and takes nothing', async () => {
    const values = new Map<string, unknown>()
    let isFull = false
    const wx = {
      getStorageSync: (key: string) => values.get(key),
      setStorageSync(key: string, value: unknown) {
        if (isFull) throw new Error('exceed storage max size 10Mb')
        values.set(key, value)
      },
      removeStorageSync: (key: string) => void values.delete(key),
    }
    const { world, auth, get } = await start({ wx })
    await get()
    await world.advance(1000)
    expect(values.size).toBe(1)
    isFull = true
    void auth.logout()
    expect(values.size).toBe(0)
  })

  test('of which no cache heard leaves nothing for who comes next, however alike the `user` is', async () => {
    const { world, auth, get, launch } = await start()
    const other = launch().auth
    await get()
    auth.destroy()
    other.destroy()
    await world.until(world.auth().logout())
    expect(JSON.stringify(stored(world))).toContain('count')
    world.restart()
    const later = launch()
    await world.advance(100)
    expect(later.auth.state.status).toBe('loggedOut')
    expect(JSON.stringify(stored(world))).not.toContain('count')
    await world.until(later.auth.login())
    expect(await later.get()).toBe(2)
  })

  test('and nothing that was about to be written is written after it', async () => {
    const { world, auth, get } = await start()
    await get()
    await world.until(auth.logout())
    await world.advance(MINUTE)
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })

  test('while the answer is on its way to the cache: it is not kept', async () => {
    const { world } = await start()
    const leaving: Middleware = async (request, next) => {
      const answer = await next(request)
      void auth.logout()
      return answer
    }
    const auth = world.auth({ use: [cache(), leaving] })
    // What comes after a logout is for nobody.
    expect(await world.until(outcomes([auth.request({ url: '/count', cache: MINUTE })]))).toMatchObject([
      { code: 'LOGGED_OUT' },
    ])
    await world.advance(MINUTE)
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })
})
