import { describe, expect, test } from '@jest/globals'
import { withPhoneNumber, type PhoneNumber } from '../../src/buttons'
import { refusal, setUp } from './support'

type World = Awaited<ReturnType<typeof setUp>>['world']

const withCode = { detail: { errMsg: 'getPhoneNumber:ok', code: 'phone-code' } }
const encrypted = (world: World) => ({
  detail: { errMsg: 'getPhoneNumber:ok', ...world.wechat.encrypt({ phoneNumber: '13800000000' }) },
})

async function tapped(isLoggedIn = true) {
  const phone = await setUp({}, isLoggedIn)
  const given: PhoneNumber[] = []
  const told: unknown[] = []
  const denied: unknown[] = []
  const handler = withPhoneNumber(phone.auth, (data) => void given.push(data), {
    onDenied: (event) => void denied.push(event),
    onError: (error) => void told.push(error),
  })
  const page = {}
  const tap = (event: Parameters<typeof handler>[0]) => handler.call(page, event)
  const tapAndWait = (event: Parameters<typeof handler>[0]) => phone.world.until(Promise.resolve(tap(event)))
  return { ...phone, given, told, denied, tap, tapAndWait }
}

describe('the phone button', () => {
  test('a code is handed over at once, without a login or a check of the key', async () => {
    const { world, given, tap } = await tapped(false)
    void tap(withCode)
    expect(given).toEqual([expect.objectContaining({ code: 'phone-code' })])
    expect([world.history.logins(), world.history.count('checkSession')]).toEqual([0, 0])
  })

  test('encrypted data is handed over when the key is good', async () => {
    const { world, given, tapAndWait } = await tapped()
    await tapAndWait(encrypted(world))
    expect(world.server.decrypt(String(given[0]?.encryptedData))).toEqual({ phoneNumber: '13800000000' })
    expect(world.history.logins()).toBe(0)
  })

  test('with a stale key: a login, STALE_DATA, and the next tap succeeds', async () => {
    const { world, given, told, tapAndWait } = await tapped()
    world.wechat.expireSessionKey()
    await tapAndWait(encrypted(world))
    expect([given, told, world.history.logins()]).toEqual([[], [refusal('STALE_DATA')], 1])
    await tapAndWait(encrypted(world))
    expect(world.server.decrypt(String(given[0]?.encryptedData))).toEqual({ phoneNumber: '13800000000' })
    expect(world.history.logins()).toBe(1)
  })

  test('a double tap is one hand-over, as each is billed', async () => {
    const { world, auth } = await setUp()
    let handed = 0
    const handler = withPhoneNumber(auth, async () => {
      handed++
      await auth.request({ url: '/phone', method: 'POST' })
    })
    const page = {}
    const first = handler.call(page, withCode)
    expect(handler.call(page, withCode)).toBeUndefined()
    await world.until(Promise.resolve(first))
    expect(handed).toBe(1)
  })

  test('two buttons at once, of two pages, are two hand-overs', async () => {
    const { auth } = await setUp()
    const given: unknown[] = []
    const handler = withPhoneNumber(auth, function (this: object) {
      given.push(this)
      return Promise.resolve()
    })
    const pages = [{ code: '1' }, { code: '2' }]
    pages.forEach((page) => void handler.call(page, { detail: { ...withCode.detail, ...page } }))
    expect(given).toEqual(pages)
  })

  describe('the same event again is no other hand-over: a code works once', () => {
    const again = () => ({ detail: { ...withCode.detail } })

    test.each([
      ['at once', () => undefined],
      ['to a handler that takes its time', () => Promise.resolve()],
      ['to a handler that fails', () => Promise.reject(new Error('the server is down'))],
    ])('%s', async (_, work) => {
      const { world, auth } = await setUp()
      const given: unknown[] = []
      const handler = withPhoneNumber(auth, ({ code }) => {
        given.push(code)
        return work()
      })
      const page = {}
      for (let time = 0; time < 3; time++) {
        await Promise.resolve(handler.call(page, again())).catch(() => undefined)
        await world.advance(10)
      }
      // Of two instances of a component, both may be told.
      void handler.call({}, again())
      expect(given).toEqual(['phone-code'])
      void handler.call(page, { detail: { ...withCode.detail, code: 'another' } })
      expect(given).toEqual(['phone-code', 'another'])
    })

    test('each handler of its own hears of it', async () => {
      const { auth } = await setUp()
      const given: unknown[] = []
      for (const name of ['component', 'page']) {
        const handler = withPhoneNumber(auth, ({ code }) => void given.push([name, code]))
        void handler.call({}, again())
        void handler.call({}, again())
      }
      expect(given).toEqual([
        ['component', 'phone-code'],
        ['page', 'phone-code'],
      ])
    })

    test('encrypted data neither', async () => {
      const { world, given, tapAndWait } = await tapped()
      const event = encrypted(world)
      await tapAndWait(event)
      await tapAndWait({ detail: { ...event.detail } })
      expect(given).toHaveLength(1)
      await tapAndWait(encrypted(world))
      expect(given).toHaveLength(2)
    })

    test('nor data of a former key, which a login has made good: it cannot be read', async () => {
      const { world, given, told, tapAndWait } = await tapped()
      world.wechat.expireSessionKey()
      const event = encrypted(world)
      await tapAndWait(event)
      await tapAndWait(event)
      expect([given, told]).toEqual([[], [refusal('STALE_DATA')]])
    })

    test('what has none of them is handed over each time: nobody knows it again', async () => {
      const { given, tap } = await tapped()
      const bare = { detail: { errMsg: 'getPhoneNumber:ok', code: '' } }
      void tap(bare)
      void tap(bare)
      expect(given).toHaveLength(2)
    })
  })

  test('a denial, then an allowance', async () => {
    const { given, denied, tap } = await tapped()
    const denial = { detail: { errMsg: 'getPhoneNumber:fail user deny' } }
    void tap(denial)
    expect([given, denied]).toEqual([[], [denial]])
    void tap(withCode)
    expect(given).toHaveLength(1)
  })

  test.each([
    [1400001, 'PHONE_QUOTA_EXCEEDED'],
    [1421102, 'USER_BLOCKED'],
    [104, 'PRIVACY_NOT_AUTHORIZED'],
    [103, 'PRIVACY_NOT_AUTHORIZED'],
    [101102, 'PRIVACY_NOT_AUTHORIZED'],
    [112, 'PRIVACY_NOT_AUTHORIZED'],
    [101100, 'PRIVACY_NOT_AUTHORIZED'],
    [1025, 'UNAVAILABLE'],
    [101101, 'UNAVAILABLE'],
    [102, 'UNAVAILABLE'],
  ])('errno %i is %s', async (errno, code) => {
    const { given, denied, told, tap } = await tapped()
    void tap({ detail: { errMsg: 'getPhoneNumber:fail', errno } })
    expect([given, denied, told]).toEqual([[], [], [refusal(code)]])
  })

  test('no phone number, code or encrypted data is in an error', async () => {
    const { world, told, tapAndWait } = await tapped()
    world.wechat.expireSessionKey()
    const event = encrypted(world)
    await tapAndWait(event)
    const shown = JSON.stringify([told, String(told[0]), Object.entries(told[0] as object)])
    expect(shown).not.toContain('13800000000')
    expect(shown).not.toContain(event.detail.encryptedData)
  })
})
