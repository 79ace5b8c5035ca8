import { expect, test } from '@jest/globals'
import { AuthError, isAuthError } from '../src/index'
import { createWorld, outcomes } from './support/phone'

test('an AuthError has what it was given, and no members without a value', () => {
  expect(Object.keys(new AuthError('NETWORK', 'no network'))).toEqual(['brand', 'name', 'code'])
  const details = { errMsg: 'request:fail', errno: 5, retryAt: 7, detail: { a: 1 }, cause: 'cause' }
  const error = new AuthError('TIMEOUT', 'late', details)
  expect(Object.keys(error)).toEqual(['brand', 'name', 'code', ...Object.keys(details)])
  expect(error).toMatchObject({ code: 'TIMEOUT', message: 'late', ...details })
})

test('each of its members may be written, as of any error: who reports errors adds to them', async () => {
  const world = createWorld()
  const auth = world.auth({ login: () => Promise.resolve({ unbound: 'ticket' }) })
  const [error] = await world.until(outcomes([auth.ensureLogin()]))
  expect(isAuthError(error, 'UNBOUND')).toBe(true)
  // Not among what a console or JSON shows.
  expect(Object.keys(error as object)).toEqual(['brand', 'name', 'code'])
  for (const unbound of [error as Record<string, unknown>, new AuthError('UNBOUND', '', { detail: 1 })]) {
    for (const name of ['detail', 'cause', 'errMsg'] as const) {
      Object.assign(unbound, { [name]: 'mine' })
      expect(unbound).toHaveProperty(name, 'mine')
      expect(Reflect.deleteProperty(unbound, name)).toBe(true)
    }
  }
})
