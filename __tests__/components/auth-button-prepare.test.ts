/** @jest-environment jsdom */
import { describe, expect, jest, test } from '@jest/globals'
import { press, profile, showButton, start, type Phone } from './support'

describe('auth-button while it is only looked at', () => {
  const calls = ({ world }: Phone) => [world.history.logins(), world.history.count('checkSession')]

  test('it makes sure of the session and its key, so that the tap finds both', async () => {
    const phone = await showButton('getUserInfo', false)
    await phone.world.advance(2000)
    expect(calls(phone)).toEqual([1, 1])
    const sent = profile(phone.world)
    await press(phone.node, 'getuserinfo', sent)
    await phone.world.advance(100)
    expect(phone.world.server.decrypt(sent.encryptedData)).not.toBeNull()
    expect(phone.events[0]?.[0]).toBe('userinfo')
    expect(calls(phone)).toEqual([1, 1])
  })

  test('two buttons on one page are one login and one wx.checkSession', async () => {
    const phone = start()
    phone.provided()
    const first = phone.show('auth-button', { openType: 'getUserInfo' })
    const second = phone.show('auth-button', { openType: 'getPhoneNumber' }, first.id)
    first.attach()
    second.attach()
    for (const { node } of [first, second]) node.triggerPageLifeTime('show')
    await phone.world.advance(2000)
    expect(calls(phone)).toEqual([1, 1])
  })

  test.each(['getUserInfo', 'getPhoneNumber'])(
    'a stale key is renewed before a tap: %s',
    async (openType) => {
      const phone = start()
      const auth = phone.provided()
      await phone.world.until(auth.ensureLogin())
      await phone.world.advance(2000)
      phone.world.wechat.expireSessionKey()
      phone.world.history.clear()
      const first = phone.show('auth-button', { openType })
      const second = phone.show('auth-button', { openType }, first.id)
      first.attach()
      second.attach()
      await phone.world.advance(2000)
      expect(calls(phone)).toEqual([1, 1])
      // No tap comes between: what it brought could not be read.
      expect(first.changes).toEqual([
        expect.objectContaining({ nativeType: openType }),
        { busy: true },
        { busy: false },
      ])
      expect([first.events, second.events]).toEqual([[], []])
    },
  )

  test.each(['getRealtimePhoneNumber', 'chooseAvatar'])('%s needs a session and no key', async (openType) => {
    const phone = await showButton(openType, false)
    await phone.world.advance(2000)
    expect(calls(phone)).toEqual([1, 0])
  })

  test.each([
    ['a login button waits for its tap', '', {}],
    ['so does any with prepare="{{false}}"', 'getUserInfo', { prepare: false }],
  ])('%s', async (_, openType, properties) => {
    const phone = await showButton(openType, false, properties)
    phone.node.triggerPageLifeTime('show')
    await phone.world.advance(2000)
    expect(calls(phone)).toEqual([0, 0])
  })

  test('each time the page shows it looks again, and asks as little as it can', async () => {
    const phone = await showButton('getUserInfo')
    for (let time = 0; time < 3; time++) {
      phone.node.triggerPageLifeTime('show')
      phone.node.triggerPageLifeTime('show')
      await phone.world.advance(2000)
    }
    expect(calls(phone)).toEqual([0, 1])
    phone.auth.invalidate(phone.auth.session?.token ?? '')
    phone.node.triggerPageLifeTime('show')
    await phone.world.advance(2000)
    expect(calls(phone)[0]).toBe(1)
  })

  test('a logout holds', async () => {
    const phone = await showButton('getUserInfo')
    await phone.world.until(phone.auth.logout())
    phone.world.history.clear()
    phone.node.triggerPageLifeTime('show')
    await phone.world.advance(2000)
    expect([calls(phone), phone.auth.state.status]).toEqual([[0, 0], 'loggedOut'])
  })

  test('also one that comes while the key is being looked at', async () => {
    const phone = await showButton('getUserInfo', true, { prepare: false })
    phone.world.wechat.expireSessionKey()
    phone.world.script('checkSession', { latency: 500 })
    phone.node.setData({ prepare: true })
    phone.node.triggerPageLifeTime('show')
    await phone.world.advance(100)
    expect(calls(phone)).toEqual([0, 1])
    void phone.auth.logout()
    await phone.world.advance(5000)
    expect([calls(phone), phone.auth.state.status]).toEqual([[0, 1], 'loggedOut'])
  })

  test('so does the word of a user who does not want to log in', async () => {
    const phone = start()
    let asked = 0
    phone.provided({ confirmLogin: () => Promise.resolve(++asked > 1) })
    const { node, attach } = phone.show('auth-button', { openType: 'getUserInfo' })
    attach()
    await phone.world.advance(60_000)
    node.triggerPageLifeTime('show')
    await phone.world.advance(60_000)
    expect([asked, calls(phone)]).toEqual([1, [0, 0]])
  })

  test('what fails then is nobody’s business', async () => {
    const phone = start()
    phone.provided()
    phone.world.network.goOffline()
    const errors = jest.spyOn(console, 'error')
    const { events, changes, attach } = phone.show('auth-button', { openType: 'getUserInfo' })
    attach()
    await phone.world.advance(60_000)
    expect([events, changes, errors.mock.calls]).toEqual([[], [{ nativeType: 'getUserInfo' }], []])
    errors.mockRestore()
  })

  test('a key that cannot be renewed is tried once, and then at the tap', async () => {
    const phone = start()
    const auth = phone.provided()
    await phone.world.until(auth.ensureLogin())
    await phone.world.advance(2000)
    phone.world.wechat.expireSessionKey()
    phone.world.script('login', { outcome: 'fail', errMsg: 'system error' })
    phone.world.history.clear()
    const { node, attach } = phone.show('auth-button', { openType: 'getPhoneNumber' })
    attach()
    for (let count = 0; count < 6; count++) {
      node.triggerPageLifeTime('show')
      await phone.world.advance(1500)
    }
    expect(phone.world.history.logins()).toBe(1)
  })
})
