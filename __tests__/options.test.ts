import { describe, expect, test } from '@jest/globals'
import { createAuth } from '../src/create-auth'
import { isAuthError } from '../src/index'
import { BASE_URL, createWorld } from './support/phone'

const { wx, surroundings } = createWorld()
const good = { baseURL: BASE_URL, login: '/login', wx }

describe('createAuth refuses, and names what is wrong', () => {
  test.each<[string, unknown]>([
    ['object', undefined],
    ['object', 'https://api.example.com'],
    ['`baseURL`', { ...good, baseURL: undefined }],
    ['`baseURL`', { ...good, baseURL: '' }],
    ['`baseURL`', { ...good, baseURL: '/api' }],
    ['`baseURL`', { ...good, baseURL: 'api.example.com' }],
    ['`baseURL`', { ...good, baseURL: 'ftp://api.example.com' }],
    ['`baseURL`', { ...good, baseURL: 'https://user@api.example.com' }],
    ['`baseURL`', { ...good, baseURL: 'https://api.example.com?x=1' }],
    ['`baseURL`', { ...good, baseURL: 'https://api.example.com/a b' }],
    ['`baseURL`', { ...good, baseURL: 'https://api.example.com/\\evil.com' }],
    ['`login`', { ...good, login: undefined }],
    ['`login`', { ...good, login: 7 }],
    ['`login`', { ...good, login: { url: '/login' } }],
    ['`parse`', { ...good, login: { url: '/login' } }],
    ['createAuth: `login`: `url` must be a string', { ...good, login: { parse: () => undefined } }],
    ['`methods`', { ...good, login: { url: '/login', parse: () => undefined, methods: 'GET' } }],
    ['`logout`', { ...good, logout: true }],
    ['`token`', { ...good, token: 'Authorization' }],
    ['`token`', { ...good, token: {} }],
    ['`token`', { ...good, token: { header: 'a', query: 'b' } }],
    ['`trustedOrigins`', { ...good, trustedOrigins: 'https://a.example' }],
    ['`trustedOrigins`', { ...good, trustedOrigins: ['a.example'] }],
    ['`trustedOrigins`', { ...good, trustedOrigins: ['https://*.a.example'] }],
    ['`trustedOrigins`', { ...good, trustedOrigins: ['https://a.example/path'] }],
    ['`isExpired`', { ...good, isExpired: 401 }],
    ['`storage`', { ...good, storage: true }],
    ['`crypt`', { ...good, storage: { crypt: true } }],
    ['`encrypt`', { ...good, storage: { encrypt: 1 } }],
    ['`adapter`', { ...good, storage: { adapter: { get: () => undefined } } }],
    ['`storage`: `adapter` must be an object', { ...good, storage: { adapter: 7 } }],
    ['`login` must be', { login: 7, cooldown: 'x', baseURL: BASE_URL }],
    ['`renew`', { ...good, renew: '/renew' }],
    ['`sessionKey`', { ...good, sessionKey: 'always' }],
    ['`loginTimeout`', { ...good, loginTimeout: '15s' }],
    ['`loginTimeout`', { ...good, loginTimeout: 0 }],
    ['`loginTimeout`', { ...good, loginTimeout: 2 ** 31 }],
    ['`cooldown`', { ...good, cooldown: -1 }],
    ['`cooldown`', { ...good, cooldown: NaN }],
    ['`renewBefore`', { ...good, renewBefore: Infinity }],
    ['`wx`', { ...good, wx: {} }],
    ['`wx`', { ...good, wx: null }],
    ['`baseUrl`', { ...good, baseUrl: BASE_URL }],
    ['no global `wx`', { ...good, wx: undefined }],
  ])('%s', (named, options) => {
    expect(() => createAuth(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(named) }),
    )
  })
})

test.each([
  { ...good, trustedOrigins: ['https://a.example', 'http://127.0.0.1:8080', 'https://a.example:443'] },
  { ...good, baseURL: 'http://127.0.0.1:8080/v1/' },
  { ...good, storage: false as const, cooldown: 0, renewBefore: 0, token: { cookie: 'sid' } },
  { ...good, storage: {}, logout: undefined },
])('createAuth takes %j', (options) => {
  expect(() => createAuth(options, surroundings)).not.toThrow()
})

test('isAuthError tells an AuthError, of another copy of the package too, from anything else', () => {
  const copy = { brand: 'miniprogram-auth', code: 'LOGGED_OUT' }
  expect(isAuthError(copy)).toBe(true)
  expect(isAuthError(copy, 'LOGGED_OUT')).toBe(true)
  expect(isAuthError(copy, 'NETWORK')).toBe(false)
  for (const value of [null, undefined, 'LOGGED_OUT', new Error('x'), { code: 'LOGGED_OUT' }]) {
    expect(isAuthError(value)).toBe(false)
  }
})
