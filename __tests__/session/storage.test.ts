import { describe, expect, test } from '@jest/globals'
import { createWorld, type Answer } from '../support/world'

const KEY = 'miniprogram-auth:wx0:release'

test('a restart finds the session: 1 storage read, 0 wx.login, 0 requests but its own', async () => {
  const world = createWorld()
  await world.clock.until(world.auth().ensureLogin())
  await world.clock.advance(10)
  world.history.length = 0
  const auth = world.restart().auth()
  expect(auth.state.status).toBe('restoring')
  await world.clock.until(auth.request({ url: '/orders' }))
  expect(world.history.filter(({ type }) => type !== 'answer')).toMatchObject([
    { type: 'storage', action: 'get' },
    { type: 'request', token: 'token-1' },
  ])
  expect(auth.session?.user).toEqual({ name: '小明' })
})

test('the key names the app and its version, so that trial and release do not share a session', async () => {
  const world = createWorld()
  await world.clock.until(world.auth().ensureLogin())
  await world.clock.until(world.auth({ storage: { key: 'admin' } }).ensureLogin())
  await world.clock.advance(10)
  expect([...world.stored.keys()]).toEqual([KEY, 'admin:wx0:release'])
})

test('storage: false stores nothing and reads nothing', async () => {
  const world = createWorld()
  const auth = world.auth({ storage: false })
  await world.clock.until(auth.ensureLogin())
  await world.clock.until(auth.logout())
  expect(world.count('storage')).toBe(0)
})

describe('what cannot be used is nothing stored, and is removed', () => {
  const good = { v: 1, token: 'token-9', obtainedAt: 1 }
  test.each([
    ['x'],
    ['{}'],
    [''],
    [{}],
    [[]],
    [null],
    [7],
    [true],
    [{ ...good, v: 0 }],
    [{ ...good, v: 2 }],
    [{ ...good, v: '1' }],
    [{ ...good, token: '' }],
    [{ ...good, token: 7 }],
    [{ ...good, obtainedAt: 'now' }],
    [{ ...good, expiresAt: 'then' }],
    [{ ...good, refreshToken: {} }],
    [{ v: 1 }],
    [{ v: 1, loggedOut: 'yes' }],
  ])('%j', async (data) => {
    const world = createWorld()
    world.stored.set(KEY, data)
    const auth = world.auth()
    await world.clock.advance(100)
    expect(auth.state).toEqual({ status: 'anonymous' })
    expect(world.stored.size).toBe(0)
  })

  test('a good envelope is taken over', async () => {
    const world = createWorld()
    world.stored.set(KEY, { ...good, refreshToken: 'r', expiresAt: 9e15, user: 1 })
    const auth = world.auth()
    await world.clock.advance(100)
    expect(auth.session).toMatchObject({ token: 'token-9', refreshToken: 'r', expiresAt: 9e15, user: 1 })
  })
})

describe('a read that does not work is an empty memory', () => {
  test.each<[Answer, number]>([
    ['fail', 1],
    ['silent', 1],
    ['throw', 1],
    ['empty', 0],
    ['both', 0],
    ['twice', 0],
  ])('%s', async (answer, warnings) => {
    const world = createWorld()
    world.answers.getStorage = answer
    const auth = world.auth()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.clock.until(auth.ensureLogin())
    expect(warned).toEqual(Array(warnings).fill('STORAGE_FAILED'))
  })
})

describe('a write that does not work is a warning, and the session lives in memory', () => {
  test.each<Answer>(['fail', 'silent', 'throw'])('%s', async (answer) => {
    const world = createWorld()
    world.answers.setStorage = answer
    const auth = world.auth()
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    await world.clock.until(auth.ensureLogin())
    await world.clock.advance(5000)
    expect(warned).toEqual(['STORAGE_FAILED'])
    await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    await expect(world.clock.until(auth.logout())).resolves.toBeUndefined()
  })
})

test('after two renewals storage holds the newest session', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.clock.until(auth.login())
  await world.clock.until(auth.login({ force: true }))
  await world.clock.until(auth.login({ force: true }))
  await world.clock.advance(10)
  expect(world.stored.get(KEY)).toMatchObject({ token: 'token-3' })
})

test('a platform that does not tell the appid gets the plain key', async () => {
  const world = createWorld()
  world.wx.getAccountInfoSync = undefined as never
  await world.clock.until(world.auth().ensureLogin())
  await world.clock.advance(10)
  expect([...world.stored.keys()]).toEqual(['miniprogram-auth'])
})

test('encrypt is passed to both, the read and the write', async () => {
  const world = createWorld()
  const seen: unknown[] = []
  const { getStorage, setStorage } = world.wx
  world.wx.getStorage = (options) => (seen.push(options.encrypt), getStorage(options))
  world.wx.setStorage = (options) => (seen.push(options.encrypt), setStorage(options))
  await world.clock.until(world.auth({ storage: { encrypt: true } }).ensureLogin())
  expect(seen).toEqual([true, true])
})

test('without encrypt the option is not there: old base libraries do not know it', async () => {
  const world = createWorld()
  const { getStorage } = world.wx
  let names: string[] = []
  world.wx.getStorage = (options) => ((names = Object.keys(options)), getStorage(options))
  await world.clock.until(world.auth().ensureLogin())
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
    await world.clock.until(world.auth({ storage }).ensureLogin())
    await world.clock.advance(1)
    expect(values.get(KEY)).toMatchObject({ v: 1, token: 'token-1' })
    await world.clock.until(world.restart().auth({ storage }).ensureLogin())
    expect(world.count('login')).toBe(1)
    expect(world.count('storage')).toBe(0)
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
    await world.clock.until(auth.ensureLogin())
    await world.clock.advance(5000)
    expect(warned).toEqual(['STORAGE_FAILED', 'STORAGE_FAILED'])
    expect(auth.session?.token).toBe('token-1')
  })
})
