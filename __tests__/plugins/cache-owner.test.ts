import { afterEach, describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import { cache } from '../../src/plugins/cache'
import { createWorld, type World } from '../support/phone'
import { MINUTE, start, stop, stored } from './cache-support'

afterEach(stop)

describe('whose it is', () => {
  const grant = (world: World, name?: string) => ({
    token: world.server.issue(name),
    ...(name === undefined ? {} : { user: { name } }),
  })

  test('another user gets his own', async () => {
    const { world, auth, get } = await start()
    await get()
    await world.until(auth.setSession(grant(world, '小红')))
    expect(await get()).toBe(2)
    await world.until(auth.setSession(grant(world, '小明')))
    expect(await get()).toBe(1)
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
    await world.until(auth.setSession(grant(world)))
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
    await world.until(auth.request({ url: '/count', cache: MINUTE }))
    await world.advance(MINUTE)
    expect(JSON.stringify(stored(world))).not.toContain('count')
  })
})
