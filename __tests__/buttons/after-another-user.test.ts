import { describe, expect, test } from '@jest/globals'
import { withAvatar, withLogin, withPhoneNumber, withUserInfo } from '../../src/buttons'
import type { Auth } from '../../src/index'
import type { World } from '../support/phone'
import { profileEvent, refusal, setUp } from './support'

// Handlers are made once, with the app, and serve whoever is logged in when they are called.

type Tap = (auth: Auth, world: World) => () => unknown

const phoneEvent = ({ wechat }: World) => ({
  detail: { errMsg: 'getPhoneNumber:ok', ...wechat.encrypt({ phoneNumber: '13800000000' }) },
})

/** Each wraps its handler at once, and gives what a tap is. */
const TAPS: Array<[string, Tap]> = [
  [
    'withLogin',
    (auth) => {
      const handler = withLogin(auth, () => 'ran')
      return () => handler.call({}, {})
    },
  ],
  [
    'withUserInfo',
    (auth, world) => {
      const handler = withUserInfo(auth, () => 'ran')
      return () => handler.call({}, profileEvent(world))
    },
  ],
  [
    'withPhoneNumber, encrypted data',
    (auth, world) => {
      const handler = withPhoneNumber(auth, () => 'ran')
      return () => handler.call({}, phoneEvent(world))
    },
  ],
  [
    'withAvatar',
    (auth) => {
      const handler = withAvatar(auth, () => 'ran')
      return () => handler.call({}, { detail: { avatarUrl: 'wxfile://tmp_avatar' } })
    },
  ],
]

describe.each(TAPS)('%s', (_, wrap) => {
  test('runs after a logout and a login', async () => {
    const { world, auth, warnings } = await setUp()
    const tap = wrap(auth, world)
    await world.until(auth.logout())
    await world.until(auth.login())
    expect([await world.until(Promise.resolve(tap())), warnings]).toEqual(['ran', []])
  })

  test('runs after setSession()', async () => {
    const { world, auth, warnings } = await setUp()
    const tap = wrap(auth, world)
    await world.until(auth.setSession({ token: 'token-of-another-day' }, { wechat: true }))
    expect([await world.until(Promise.resolve(tap())), warnings]).toEqual(['ran', []])
  })
})

// A phone number that was encrypted without a session cannot be read.
test.each(TAPS.filter(([name]) => !name.startsWith('withPhoneNumber')))(
  '%s: a tap of who has logged out logs in, and then runs',
  async (_, wrap) => {
    const { world, auth } = await setUp()
    const tap = wrap(auth, world)
    await world.until(auth.logout())
    expect(await world.until(Promise.resolve(tap()))).toBe('ran')
  },
)

test('a user without an account binds one, and gives a phone number that can be read', async () => {
  const login = { url: '/login', parse: () => ({ unbound: 'ticket' }) }
  const { world, auth, warnings } = await setUp({ login }, false)
  let phoneNumber: unknown
  const handler = withPhoneNumber(auth, ({ encryptedData }) => {
    phoneNumber = world.server.decrypt(String(encryptedData))
  })
  await expect(world.until(auth.ensureLogin())).rejects.toEqual(refusal('UNBOUND'))
  await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
  await world.until(Promise.resolve(handler.call({}, phoneEvent(world))))
  expect([phoneNumber, warnings]).toEqual([{ phoneNumber: '13800000000' }, []])
})
