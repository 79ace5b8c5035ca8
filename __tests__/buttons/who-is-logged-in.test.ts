import { describe, expect, test } from '@jest/globals'
import { withAvatar, withLogin, withPhoneNumber, withUserInfo } from '../../src/buttons'
import { protect } from '../../src/page'
import type { Auth } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'
import { profileEvent, refusal } from './support'

/** The session has 50 s left, and would be renewed before the next request. */
async function nearItsEnd() {
  const world = createWorld({ server: { expiresIn: 7200 } })
  const auth = world.auth()
  await world.until(auth.ensureLogin())
  await world.advance(7_150_000)
  world.history.clear()
  return { world, auth }
}

describe('who is logged in is no guest in the last minute of the session', () => {
  test('a tap runs at once, with its gesture, and asks for no login', async () => {
    const { world, auth } = await nearItsEnd()
    expect(world.tap(() => withLogin(auth, () => 'done').call({}, {}))).toBe('done')
    expect(world.history.logins()).toBe(0)
  })

  test('a page runs at once', async () => {
    const { world, auth } = await nearItsEnd()
    const page = protect(auth, { onLoad: () => 'loaded' })
    expect(page.onLoad.call({} as never)).toBe('loaded')
    expect(world.history.logins()).toBe(0)
  })

  test('a phone number that can be read is handed over', async () => {
    const { world, auth } = await nearItsEnd()
    const detail = { errMsg: 'getPhoneNumber:ok', ...world.wechat.encrypt({ purePhoneNumber: '1' }) }
    const handler = withPhoneNumber(auth, ({ encryptedData }) => world.server.decrypt(String(encryptedData)))
    const given = await world.until(Promise.resolve(handler.call({}, { detail })))
    expect(given).toEqual({ purePhoneNumber: '1' })
  })

  test('at the end he is', async () => {
    const { world, auth } = await nearItsEnd()
    await world.advance(60_000)
    await world.until(Promise.resolve(withLogin(auth, () => 'done').call({}, {})))
    expect(world.history.logins()).toBe(1)
  })
})

test.each([0, 3, 6, 9, 12, 20, 40])(
  'a login that comes between tap and hand-over, %i ms before the tap, makes the data be read anew',
  async (ms) => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    await world.advance(1000)
    world.script('checkSession', { latency: 60 })
    world.server.expireAll()
    const request = auth.request({ url: '/x' })
    await world.advance(ms)
    let readable: unknown
    const handler = withUserInfo(
      auth,
      ({ encryptedData }) => (readable = world.server.decrypt(encryptedData)),
    )
    await world.until(Promise.resolve(handler.call({}, profileEvent(world))))
    await world.until(request)
    expect(readable).toMatchObject({ nickName: expect.any(String) })
  },
)

describe('after destroy()', () => {
  const calls: Array<[string, (auth: Auth, options: { onError: (error: unknown) => void }) => unknown]> = [
    ['withLogin', (auth, options) => withLogin(auth, () => 'ran', options).call({}, {})],
    [
      'withPhoneNumber',
      (auth, options) =>
        withPhoneNumber(auth, () => 'ran', options).call(
          {},
          { detail: { errMsg: 'getPhoneNumber:ok', code: 'phone-code' } },
        ),
    ],
    [
      'withAvatar',
      (auth, options) => withAvatar(auth, () => 'ran', options).call({}, { detail: { avatarUrl: 'a' } }),
    ],
    [
      'withUserInfo',
      (auth, options) =>
        withUserInfo(auth, () => 'ran', options).call({}, { detail: { errMsg: 'getUserInfo:ok' } }),
    ],
  ]
  test.each(calls)('%s runs nothing, and tells onError', async (_, call) => {
    const world = createWorld()
    const auth = world.auth()
    // Another one on the same storage goes on.
    const other = world.auth()
    await world.until(auth.ensureLogin())
    auth.destroy()
    const told: unknown[] = []
    expect(call(auth, { onError: (error) => told.push(error) })).toBeUndefined()
    expect(told).toEqual([refusal('ABORTED')])
    expect(other.session).not.toBeNull()
  })

  test('a protected page does not load', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    const told: unknown[] = []
    const page = protect(auth, { onLoad: () => 'loaded' })
    auth.destroy()
    const loaded: unknown = page.onLoad.call({ onAuthError: (error: unknown) => told.push(error) } as never)
    expect(await loaded).toBeUndefined()
    expect(told).toEqual([refusal('ABORTED')])
  })
})

test('attach gives no token of a user who has logged out up to the moment of signing', async () => {
  for (let hops = 0; hops < 4; hops++) {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    const attached = outcomes([auth.attach({ url: '/x' })])
    for (let i = 0; i < hops; i++) await Promise.resolve()
    void auth.logout()
    expect(await attached).toEqual([refusal('LOGGED_OUT')])
  }
})
