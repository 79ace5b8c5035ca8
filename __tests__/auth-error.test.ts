import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
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

describe('what is printed of it tells its code, as Node does for its own errors', () => {
  const error = new AuthError('NETWORK', 'no network')

  test.each([
    ['String()', String(error)],
    ['its stack', String(error.stack).split('\n')[0]],
    ['a console', inspect(error).split('\n')[0]],
  ])('%s', (_, printed) => {
    expect(printed).toBe('AuthError [NETWORK]: no network')
  })

  test('its name is that of the class, and its stack begins where it was made', () => {
    expect(error.name).toBe('AuthError')
    expect(String(error.stack).split('\n')[1]).toContain('auth-error.test')
  })

  test('an engine whose stacks have no first line prints it all the same', () => {
    const { captureStackTrace } = Error
    Object.assign(Error, { captureStackTrace: undefined })
    const made = new AuthError('TIMEOUT', 'late')
    Object.assign(Error, { captureStackTrace })
    expect([String(made), made.name]).toEqual(['AuthError [TIMEOUT]: late', 'AuthError'])
  })
})

test('the answer behind it is in no log: not enumerable, and in no message', () => {
  const response = { statusCode: 403, header: {}, data: { message: 'banned' } }
  const error = new AuthError('LOGIN_REJECTED', 'refused', { response, detail: { statusCode: 403 } })
  expect(error.response).toBe(response)
  expect(Object.keys(error)).toEqual(['brand', 'name', 'code', 'detail'])
  expect(`${JSON.stringify(error)} ${inspect(error)} ${String(error)}`).not.toContain('banned')
  expect(new AuthError('LOGIN_REJECTED', 'refused')).not.toHaveProperty('response')
})
