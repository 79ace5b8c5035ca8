import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, StorageAdapter } from '../../src/index'
import { refusal } from '../http/support'
import { createWorld, outcomes } from '../support/phone'

/** A store that fails as the test says; it holds what got through. */
function breakable() {
  const broken = new Set<keyof StorageAdapter>()
  const values = new Map<string, unknown>()
  const attempt = <T>(name: keyof StorageAdapter, work: () => T): T => {
    if (broken.has(name)) throw new Error(`${name} is broken`)
    return work()
  }
  const adapter: StorageAdapter = {
    get: (key) => attempt('get', () => values.get(key)),
    set: (key, value) => attempt('set', () => void values.set(key, value)),
    remove: (key) => attempt('remove', () => void values.delete(key)),
  }
  return { adapter, broken, values }
}

function start(options: Partial<AuthOptions> = {}) {
  const world = createWorld()
  const store = breakable()
  const create = () => world.auth({ storage: { adapter: store.adapter }, ...options })
  const auth = create()
  const warnings: string[] = []
  auth.on('warning', ({ code }) => warnings.push(code))
  const restart = () => {
    world.restart()
    return create()
  }
  return { world, ...store, auth, warnings, restart }
}

describe('after a restart it is the session that was written last, or none', () => {
  test('another user whose session cannot be written: the former’s is removed', async () => {
    const { world, auth, broken, warnings, restart } = start()
    await world.until(auth.ensureLogin())
    await world.advance(10)
    broken.add('set')
    await world.until(auth.setSession({ token: 'of B' }))
    expect(warnings).toEqual(['STORAGE_FAILED'])
    const next = restart()
    await world.advance(10)
    expect(next.state).toEqual({ status: 'anonymous' })
  })

  test('a logout whose mark cannot be written lasts until the restart; the session is gone', async () => {
    const { world, auth, broken, values, restart } = start()
    await world.until(auth.ensureLogin())
    broken.add('set')
    await world.until(auth.logout())
    expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
    expect(values.size).toBe(0)
    const next = restart()
    await world.advance(10)
    expect(next.state).toEqual({ status: 'anonymous' })
  })

  test('the same user’s next session that cannot be written: the former stays', async () => {
    const { world, auth, broken, restart } = start()
    const { token } = await world.until(auth.ensureLogin())
    await world.advance(10)
    broken.add('set')
    await world.until(auth.login({ force: true }))
    await world.advance(10)
    const next = restart()
    expect((await world.until(next.ensureLogin())).token).toBe(token)
  })

  test.each(['the next change', 'the next show'])('it is tried again at %s', async (when) => {
    const { world, auth, broken, warnings, restart } = start()
    await world.until(auth.ensureLogin())
    broken.add('set').add('remove')
    void auth.logout()
    await world.advance(100)
    expect(warnings).toEqual(['STORAGE_FAILED', 'STORAGE_FAILED'])
    broken.clear()
    if (when === 'the next show') world.app.hide()
    if (when === 'the next show') world.app.show()
    else void auth.logout()
    await world.advance(100)
    expect(warnings).toHaveLength(2)
    const next = restart()
    await world.advance(10)
    expect(next.state).toEqual({ status: 'loggedOut', reason: 'user' })
  })
})

test('a removal that lands late does not take what was written since', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.ensureLogin())
  await world.advance(100)
  world.script('setStorage', { outcome: 'fail', times: 1 })
  world.script('removeStorage', { latency: 20_000 })
  void auth.setSession({ token: 'of B' })
  await world.advance(5000)
  await world.until(auth.setUser({ name: 'B' }))
  await world.advance(60_000)
  world.restart()
  expect((await world.until(world.auth().ensureLogin())).token).toBe('of B')
})

describe('a read that fails, or is slow, is tried once more before an automatic login', () => {
  async function loggedOut() {
    const app = start()
    await app.world.until(app.auth.ensureLogin())
    await app.world.until(app.auth.logout())
    return app
  }

  test('a logout that can be read then holds', async () => {
    const { world, broken, restart } = await loggedOut()
    broken.add('get')
    const next = restart()
    // Between the two reads.
    const repaired = Promise.resolve().then(() => broken.clear())
    expect(await world.until(outcomes([next.ensureLogin()]))).toEqual([refusal('LOGGED_OUT')])
    await repaired
  })

  test('twice, it counts as empty, with one warning', async () => {
    const { world, broken, restart } = await loggedOut()
    broken.add('get')
    const next = restart()
    const warnings: string[] = []
    next.on('warning', ({ code }) => warnings.push(code))
    await world.until(next.ensureLogin())
    expect([warnings, next.state.status]).toEqual([['STORAGE_FAILED'], 'authenticated'])
  })

  test.each([
    [2999, 'LOGGED_OUT'],
    [4000, 'LOGGED_OUT'],
    [6500, undefined],
  ])('an answer after %i ms: %s', async (latency, code) => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    await world.until(auth.logout())
    world.restart()
    world.script('getStorage', { latency })
    const [result] = await world.until(outcomes([world.auth().ensureLogin()]))
    expect((result as { code?: string }).code).toBe(code)
  })
})

describe('a logout tells the server', () => {
  test.each([
    ['before storage is read', 'onDemand'],
    ['before WeChat has answered about the session_key', 'onLaunch'],
  ] as const)('%s: of the session that was stored, which is never used', async (_, sessionKey) => {
    const world = createWorld()
    const options = { logout: '/logout', sessionKey }
    await world.until(world.auth(options).ensureLogin())
    await world.advance(10)
    world.restart()
    world.history.clear()
    world.script('checkSession', { latency: 500 })
    const next = world.auth(options)
    if (sessionKey === 'onLaunch') await world.advance(100)
    void next.logout()
    await world.advance(1000)
    expect(next.state.status).toBe('loggedOut')
    expect(world.history.sends('/logout').map(({ token }) => token)).toEqual(['token-1'])
    expect(world.history.sends()).toHaveLength(1)
  })

  test('after a renewal and a login have both failed: of the session that has a refresh token', async () => {
    const world = createWorld()
    const told: unknown[] = []
    const auth = world.auth({
      login: () => Promise.reject(new Error('busy')),
      renew: () => Promise.reject(new Error('refused')),
      logout: ({ session }) => Promise.resolve(told.push(session.refreshToken)),
    })
    await world.until(auth.setSession({ token: world.server.issue(), refreshToken: 'r' }, { wechat: true }))
    world.server.expireAll()
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(auth.session).toBeNull()
    await world.until(auth.logout())
    await world.advance(10)
    expect(told).toEqual(['r'])
  })
})
