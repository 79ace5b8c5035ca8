import { describe, expect, test } from '@jest/globals'
import { AuthError } from '../../src/auth-error'
import { viewOf } from '../../src/components/auth-gate/view'
import { mayLogIn } from '../../src/components/may-log-in'
import { openTypeOf } from '../../src/components/auth-button/open-type'
import type { AuthState, Session } from '../../src/session/types'

const session: Session = { token: 'token-1', obtainedAt: 0 }
const failed = (code: 'NETWORK' | 'USER_DENIED'): AuthState => ({
  status: 'failed',
  error: new AuthError(code, ''),
  retryAt: 0,
})
const unavailable: AuthState = { status: 'unavailable', error: new AuthError('UNAVAILABLE', '') }

describe('what a gate shows', () => {
  test.each<[string, AuthState]>([
    ['content', { status: 'authenticated', session }],
    ['content', { status: 'loggingIn', reason: 'renewal', session }],
    ['content', { status: 'loggingIn', reason: 'user', session }],
    ['loading', { status: 'restoring' }],
    ['loading', { status: 'loggingIn', reason: 'missing', session: null }],
    ['loading', { status: 'loggingIn', reason: 'user', session: null }],
    ['loading', { status: 'loggingIn', reason: 'expired', session: null }],
    ['guest', { status: 'loggedOut', reason: 'user' }],
    ['guest', unavailable],
    ['unbound', { status: 'unbound', detail: 'ticket' }],
    ['failed', failed('NETWORK')],
    ['guest', failed('USER_DENIED')],
  ])('%s for %j', (view, state) => {
    for (const auto of [true, false]) expect(viewOf(state, auto, '')).toBe(view)
  })

  test('who has no session is a guest, but about to have one where the gate asks for it', () => {
    expect(viewOf({ status: 'anonymous' }, false, '')).toBe('guest')
    expect(viewOf({ status: 'anonymous' }, true, '')).toBe('loading')
  })

  test('the content stays while the same user logs in again', () => {
    expect(viewOf({ status: 'anonymous' }, true, 'content')).toBe('content')
    for (const reason of ['expired', 'missing'] as const)
      expect(viewOf({ status: 'loggingIn', reason, session: null }, true, 'content')).toBe('content')
  })

  test('and goes with a logout, and with a login that failed', () => {
    expect(viewOf({ status: 'loggedOut', reason: 'user' }, true, 'content')).toBe('guest')
    expect(viewOf(failed('NETWORK'), true, 'content')).toBe('failed')
    expect(viewOf({ status: 'loggingIn', reason: 'user', session: null }, true, 'content')).toBe('loading')
  })
})

describe('a login that nobody has asked for', () => {
  test.each<[boolean, AuthState]>([
    [true, { status: 'restoring' }],
    [true, { status: 'anonymous' }],
    [true, { status: 'authenticated', session }],
    [true, failed('NETWORK')],
    [false, failed('USER_DENIED')],
    [false, { status: 'loggedOut', reason: 'user' }],
    [false, { status: 'unbound', detail: null }],
    // Refused for as long as the single-page mode lasts, at no cost; and then it is over.
    [true, unavailable],
  ])('%j for %j', (may, state) => expect(mayLogIn(state)).toBe(may))
})

describe('open types', () => {
  test.each([
    ['', 'login', false],
    ['agreePrivacyAuthorization', 'login', false],
    ['getUserInfo', 'userInfo', true],
    ['getUserInfo|agreePrivacyAuthorization', 'userInfo', true],
    ['getPhoneNumber', 'phoneNumber', true],
    ['getPhoneNumber|agreePrivacyAuthorization', 'phoneNumber', true],
    ['getRealtimePhoneNumber', 'phoneNumber', false],
    ['getRealtimePhoneNumber|agreePrivacyAuthorization', 'phoneNumber', false],
    ['chooseAvatar', 'avatar', false],
    ['chooseAvatar|agreePrivacyAuthorization', 'avatar', false],
  ])('%j', (name, kind, needsKey) => expect(openTypeOf(name)).toEqual({ kind, needsKey }))

  test.each(['getphonenumber', 'login', 'constructor', 'agreePrivacyAuthorization|getUserInfo', '|'])(
    'there is no %j',
    (name) => expect(openTypeOf(name)).toBeUndefined(),
  )
})
