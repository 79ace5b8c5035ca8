import { afterEach, describe, expect, test } from '@jest/globals'
import { cache } from '../../src/plugins/cache'
import { createWorld, outcomes, type World } from '../support/phone'
import { piggyback } from '../../src/piggyback'
import { KEY, MINUTE, start, stop, stored } from './cache-support'

afterEach(stop)

describe('the storage', () => {
  async function again(app: Awaited<ReturnType<typeof start>>) {
    await app.world.advance(1000)
    app.world.restart()
    return app.launch()
  }

  test('gives the answers of the last life, before any network', async () => {
    const app = await start()
    await app.get()
    const { get } = await again(app)
    app.world.network.goOffline()
    expect(await get({ cache: 2 * MINUTE })).toBe(1)
  })

  test('with their age', async () => {
    const app = await start()
    await app.get()
    const { get } = await again(app)
    expect(await get({ cache: 500 })).toBe(2)
  })

  test('only to the user whose they are', async () => {
    const app = await start()
    await app.get()
    const { world } = app
    await world.until(
      app.auth.setSession({ token: world.server.issue('b'), user: { name: '小红' } }, { wechat: true }),
    )
    const { get } = await again(app)
    expect(await get()).toBe(2)
  })

  test('holds no token, no cookie, no header, and nothing of the user', async () => {
    const { world, auth } = await start()
    const user = { phone: 'secret', name: 'secret' }
    await world.until(auth.setSession({ token: world.server.issue(), user }, { wechat: true }))
    const secrets = { header: { 'Set-Cookie': 'sid=secret', 'X-Token': 'secret' }, cookies: ['sid=secret'] }
    world.server.route('/x', () => ({ data: 'x', ...secrets }))
    await world.until(auth.request({ url: '/x', cache: MINUTE, header: { 'X-Key': 'secret' } }))
    await world.advance(1000)
    const text = JSON.stringify(stored(world))
    expect(text).toContain('statusCode')
    expect(text).not.toMatch(/secret|token/)
  })

  describe('holds no answer that came with the login, which has the token in it', () => {
    const codeInHeader = piggyback({
      attach: (request, code) => ({ ...request, header: { code } }),
      parse: ({ data }) => (data as { session: { token: string } }).session,
    })
    const server = { expiresIn: 60, publicPaths: ['/first'] }
    const ask = { url: '/first', cache: MINUTE }
    const answer = (world: World) => {
      const session = () => ({ token: world.server.issue(), user: { name: '小明' } })
      world.server.route('/first', () => ({ data: { session: session() } }))
    }

    test('of a new user', async () => {
      const { world, launch } = await start({}, { piggyback: codeInHeader }, server)
      answer(world)
      world.storage.clear()
      world.restart()
      await world.until(launch().auth.request(ask))
      await world.advance(1000)
      expect(world.history.logins()).toBe(2)
      expect(stored(world)).toBe(undefined)
    })

    test('of the same one, whose session had run out', async () => {
      const { world, auth } = await start({}, { piggyback: codeInHeader }, server)
      answer(world)
      await world.advance(MINUTE)
      await world.until(auth.request(ask))
      await world.advance(1000)
      expect(world.history.logins()).toBe(2)
      expect(stored(world)).toBe(undefined)
    })
  })

  test('has names that are short, and the same in the next life only for the same', async () => {
    const app = await start()
    const urls = Array.from({ length: 40 }, (_, index) => `/count/${index}`)
    await app.world.until(outcomes(urls.map((url) => app.auth.request({ url, cache: MINUTE }))))
    await app.world.advance(1000)
    const [, entries] = stored(app.world) as [number, Array<[string, object]>]
    const names = entries.map(([name]) => name)
    expect(new Set(names).size).toBe(40)
    expect(Math.max(...names.map((name) => name.length))).toBeLessThan(16)
  })

  test('is written once for what comes together', async () => {
    const { world, auth } = await start()
    await world.until(outcomes([1, 2, 3].map((id) => auth.request({ url: `/count/${id}`, cache: MINUTE }))))
    await world.advance(1000)
    expect(world.history.count('setStorageSync')).toBe(1)
    await world.until(auth.request({ url: '/count/4', cache: MINUTE }))
    await world.advance(1000)
    expect(world.history.count('setStorageSync')).toBe(2)
  })

  test.each<[string, unknown]>([
    ['a text', 'corrupt'],
    ['another shape', { v: 1 }],
    ['no entries', [2, 'none']],
    ['an entry that is none', [2, [['a', null]]]],
    ['null', null],
  ])('that holds %s is as good as empty', async (_, value) => {
    const app = await start()
    app.world.storage.set(KEY, value)
    const { get } = app.launch()
    expect([await get(), await get()]).toEqual([1, 1])
  })

  test('of another version is as good as empty', async () => {
    const app = await start()
    await app.get()
    await app.world.advance(1000)
    const [, entries] = stored(app.world) as [number, unknown]
    app.world.storage.set(KEY, [1, entries])
    const { get } = await again(app)
    expect(await get()).toBe(2)
  })

  test.each([
    ['no JSON', { text: '{"status' }],
    ['no answer', { text: 'null' }],
    ['no text', { text: undefined }],
    ['no age', { at: 'now' }],
    ['an age from the future', { at: 9e15 }],
    ['nothing', null],
  ])('with an entry that has %s: that one is fetched anew', async (_, damage) => {
    const app = await start()
    await app.get()
    await app.get({ url: '/count/other' })
    await app.world.advance(1000)
    const [version, entries] = stored(app.world) as [number, Array<[string, object]>]
    const damaged = entries.map(([key, entry], index) => [
      key,
      index === 1 ? entry : damage && { ...entry, ...damage },
    ])
    app.world.storage.set(KEY, [version, damaged])
    const { get } = await again(app)
    expect([await get(), await get({ url: '/count/other' })]).toEqual([3, 2])
  })

  test.each([
    ['cannot be read', 'getStorageSync'],
    ['cannot be written', 'setStorageSync'],
  ] as const)('that %s harms nobody', async (_, name) => {
    const app = await start()
    app.world.script(name, { outcome: 'throw' })
    const { auth, get } = app.launch()
    expect([await get(), await get()]).toEqual([1, 1])
    await app.world.advance(1000)
    await expect(app.world.until(auth.logout())).resolves.toBeUndefined()
  })

  test('that is full harms nobody', async () => {
    const { world, auth } = await start()
    world.server.route('/large', () => ({ data: 'x'.repeat(2_000_000) }))
    await world.until(auth.request({ url: '/large', cache: MINUTE }))
    await world.advance(1000)
    await world.until(auth.request({ url: '/large', cache: MINUTE }))
    expect(world.history.sends('/large')).toHaveLength(1)
  })

  test("is not used with storage: ''", async () => {
    const app = await start({ storage: '' })
    await app.get()
    const { get } = await again(app)
    expect(await get()).toBe(2)
    expect(app.world.history.count('setStorageSync') + app.world.history.count('getStorageSync')).toBe(0)
  })

  test('may have another key, and another `wx`', async () => {
    const values = new Map<string, unknown>()
    const wx = {
      getStorageSync: (key: string) => values.get(key),
      setStorageSync: (key: string, value: unknown) => void values.set(key, value),
    }
    const app = await start({ storage: 'mine', wx })
    await app.get()
    const { get } = await again(app)
    expect(await get()).toBe(1)
    expect([...values.keys()]).toEqual(['mine'])
    expect(stored(app.world)).toBe(undefined)
  })

  test('may be full, and of a `wx` that knows no more than to read and write', async () => {
    const setStorageSync = () => {
      throw new Error('exceed storage max size 10Mb')
    }
    const app = await start({ wx: { getStorageSync: () => '', setStorageSync } })
    expect(await app.get()).toBe(1)
    await app.world.advance(1000)
    expect(await app.get()).toBe(1)
    void app.auth.logout()
    await app.world.until(app.auth.login())
    expect(await app.get()).toBe(2)
  })

  test('may be absent', async () => {
    const app = createWorld()
    const auth = app.auth({ use: [cache()] })
    const get = () => app.until(auth.request({ url: '/x', cache: MINUTE }))
    await get()
    await get()
    expect(app.history.sends('/x')).toHaveLength(1)
  })
})
