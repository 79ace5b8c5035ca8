import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../src/testing'
import { createWorld, type World } from '../support/phone'

const KEY = 'miniprogram-auth:wx0000000000000000:release@https://api.example.com'

const storageCalls = ({ history }: World) =>
  history.steps.filter((step) => step.type === 'call' && step.name.includes('Storage'))

test('a restart finds the session: 1 storage read, 0 wx.login, 0 requests but its own', async () => {
  const world = createWorld()
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  world.history.clear()
  world.restart()
  const auth = world.auth()
  expect(auth.state.status).toBe('restoring')
  await world.until(auth.request({ url: '/orders' }))
  expect(storageCalls(world)).toMatchObject([{ name: 'getStorage' }])
  expect(world.history.logins()).toBe(0)
  expect(world.history.sends()).toMatchObject([{ url: 'https://api.example.com/orders', token: 'token-1' }])
  expect(auth.session?.user).toEqual({ name: '小明' })
})

test('the key names the app and its version, so that trial and release do not share a session', async () => {
  const world = createWorld()
  await world.until(world.auth().ensureLogin())
  await world.until(world.auth({ storage: { key: 'admin' } }).ensureLogin())
  await world.advance(10)
  expect(world.storage.keys()).toEqual([KEY, 'admin:wx0000000000000000:release@https://api.example.com'])
})

test('storage: false stores nothing and reads nothing', async () => {
  const world = createWorld()
  const auth = world.auth({ storage: false })
  await world.until(auth.ensureLogin())
  await world.until(auth.logout())
  expect(storageCalls(world)).toEqual([])
})

describe('what cannot be used is nothing stored, and is removed', () => {
  const good = { v: 1, token: 'token-9', obtainedAt: 1, wechat: true }
  test.each([
    [''],
    [{}],
    [true],
    [{ ...good, v: 2 }],
    [{ ...good, v: '1' }],
    [{ ...good, token: '' }],
    [{ ...good, token: 7 }],
    [{ ...good, obtainedAt: 'now' }],
    [{ ...good, expiresAt: 'then' }],
    [{ ...good, refreshToken: {} }],
    [{ ...good, wechat: 'yes' }],
    [{ v: 1 }],
    [{ v: 1, loggedOut: 'yes' }],
  ])('%j', async (data) => {
    const world = createWorld()
    world.storage.set(KEY, data)
    const auth = world.auth()
    await world.advance(100)
    expect(auth.state).toEqual({ status: 'anonymous' })
    expect(world.storage.keys()).toEqual([])
  })

  test('a good envelope is taken over', async () => {
    const world = createWorld()
    world.storage.set(KEY, { ...good, refreshToken: 'r', expiresAt: 9e15, user: 1 })
    const auth = world.auth()
    await world.advance(100)
    expect(auth.session).toMatchObject({ token: 'token-9', refreshToken: 'r', expiresAt: 9e15, user: 1 })
  })
})

describe('a read that does not work is an empty memory', () => {
  test.each<[Outcome, number]>([
    ['fail', 1],
    ['neither', 1],
    ['throw', 1],
    ['empty', 0],
    ['both', 0],
    ['twice', 0],
  ])('%s', async (outcome, warnings) => {
    const world = createWorld()
    world.script('getStorage', { outcome })
    const auth = world.auth()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.until(auth.ensureLogin())
    expect(warned).toEqual(Array(warnings).fill('STORAGE_FAILED'))
  })
})

describe('a write that does not work is a warning, and the session lives in memory', () => {
  test.each<Outcome>(['fail', 'neither', 'throw'])('%s', async (outcome) => {
    const world = createWorld()
    world.script('setStorage', { outcome })
    const auth = world.auth()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.until(auth.ensureLogin())
    await world.advance(5000)
    expect(warned).toEqual(['STORAGE_FAILED'])
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    await expect(world.until(auth.logout())).resolves.toBeUndefined()
  })
})

test('a platform that does not tell the appid gets the plain key', async () => {
  const world = createWorld({ sdkVersion: '2.2.1' })
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  expect(world.storage.keys()).toEqual(['miniprogram-auth@https://api.example.com'])
})

test('encrypt is passed to both, the read and the write', async () => {
  const world = createWorld()
  const storage = { encrypt: true }
  await world.until(world.auth({ storage }).ensureLogin())
  await world.advance(10)
  world.restart()
  await world.until(world.auth({ storage }).ensureLogin())
  expect(world.history.logins()).toBe(1)
  expect(world.history.steps.filter(({ type }) => type === 'storage')).toMatchObject([
    { action: 'get', encrypt: true },
    { action: 'set', encrypt: true },
    { action: 'get', encrypt: true },
  ])
})

test('without encrypt the option is not there: old base libraries do not know it', async () => {
  const world = createWorld()
  let names: string[] = []
  world.script('getStorage', { when: ({ options }) => ((names = Object.keys(options)), true) })
  await world.until(world.auth().ensureLogin())
  expect(names).toEqual(['key', 'success', 'fail'])
})

describe('an adapter of the app’s own', () => {
  const values = new Map<string, object>()
  const forms = {
    synchronous: {
      get: (key: string) => values.get(key),
      set: (key: string, value: object) => values.set(key, value),
      remove: (key: string) => values.delete(key),
    },
    asynchronous: {
      get: (key: string) => Promise.resolve(values.get(key)),
      set: (key: string, value: object) => Promise.resolve(values.set(key, value)),
      remove: (key: string) => Promise.resolve(values.delete(key)),
    },
  }

  test.each(Object.keys(forms) as Array<keyof typeof forms>)('%s', async (form) => {
    values.clear()
    const world = createWorld()
    const storage = { adapter: forms[form] }
    await world.until(world.auth({ storage }).ensureLogin())
    await world.advance(1)
    expect(values.get(KEY)).toMatchObject({ v: 1, token: 'token-1' })
    world.restart()
    await world.until(world.auth({ storage }).ensureLogin())
    expect(world.history.logins()).toBe(1)
    expect(storageCalls(world)).toEqual([])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('disk')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk'))],
    ['never answers', () => new Promise(() => undefined)],
  ])('that %s: a warning each, and the session lives in memory', async (_, fail) => {
    const world = createWorld()
    const auth = world.auth({ storage: { adapter: { get: fail, set: fail, remove: fail } } })
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.until(auth.ensureLogin())
    await world.advance(5000)
    expect(warned).toEqual(['STORAGE_FAILED', 'STORAGE_FAILED'])
    expect(auth.session?.token).toBe('token-1')
  })
})
