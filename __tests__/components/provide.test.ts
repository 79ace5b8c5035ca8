/** @jest-environment jsdom */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { given, press, start } from './support'

let errors: string[]
beforeEach(() => {
  errors = []
  jest.spyOn(console, 'error').mockImplementation((message: unknown) => void errors.push(String(message)))
})
afterEach(() => void jest.restoreAllMocks())

const phoneCode = { errMsg: 'getPhoneNumber:ok', code: 'phone-code' }

describe('whose login an auth-button is', () => {
  test('a button that was there before provideAuth() waits for it', async () => {
    const { world, provided, show } = start()
    const { node, events, attach } = show('auth-button', { openType: 'getPhoneNumber' })
    attach()
    expect(given(node).openType).toBe('')
    provided()
    expect(given(node).openType).toBe('getPhoneNumber')
    await press(node, 'getphonenumber', phoneCode)
    await world.advance(2000)
    expect([events.map(([name]) => name), world.history.logins()]).toEqual([['phonenumber'], 1])
  })

  test.each(['', 'getPhoneNumber'])(
    'without provideAuth() a tap says so, and the platform asks nothing: %j',
    async (openType) => {
      const { show } = start()
      const { node, events, attach } = show('auth-button', { openType })
      attach()
      await press(node)
      const message = expect.stringContaining('provideAuth(auth)') as unknown
      expect(events).toEqual([['error', { code: 'INVALID_OPTIONS', message }]])
      expect(errors).toEqual([message])
      expect(given(node).openType).toBe('')
    },
  )

  test('another auth takes the place of the first', async () => {
    const { world, provided, show } = start()
    const first = provided()
    const { node, events, attach } = show('auth-button', { openType: '' })
    attach()
    first.destroy()
    provided()
    await press(node)
    await world.advance(2000)
    expect(events.map(([name]) => name)).toEqual(['login'])
  })

  test.each([undefined, null, {}, 'auth', { ensureLogin: true }])('%j is no auth', (value) => {
    const { provideAuth } = start()
    expect(() => provideAuth(value as never)).toThrow(/^provideAuth: .*createAuth\(\)/)
  })
})
