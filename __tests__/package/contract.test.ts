import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { compile } from './compile'

/** Two types are one if nothing tells them apart. */
const SAME = `type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never`

test('the public surface is the contract, name by name', () => {
  const source = `import type { Auth, AuthOptions, Session, AuthState, AuthEvents, Grant, Unbound, AuthErrorCode, RequestOptions } from 'miniprogram-auth'
import type * as buttons from 'miniprogram-auth/buttons'
import type * as page from 'miniprogram-auth/page'
${SAME}
type Members =
  | 'ensureLogin' | 'login' | 'logout' | 'setSession' | 'checkSession' | 'request' | 'uploadFile' | 'downloadFile'
  | 'session' | 'state' | 'subscribe' | 'on' | 'destroy'
/** For apps that keep their own HTTP client, for sliding tokens, and for what the server says of the user between logins. */
type Added = 'attach' | 'invalidate' | 'generation' | 'setUser' | 'renewSession'
type Options =
  | 'baseURL' | 'login' | 'confirmLogin' | 'renew' | 'logout' | 'token' | 'trustedOrigins' | 'isExpired' | 'storage'
  | 'sessionKey' | 'auth' | 'prefetch' | 'piggyback' | 'use' | 'loginTimeout' | 'cooldown' | 'renewBefore' | 'maxConcurrent' | 'wx'
type Codes =
  | 'INVALID_OPTIONS' | 'UNTRUSTED_ORIGIN'
  | 'WX_LOGIN_FAILED' | 'LOGIN_TIMEOUT' | 'LOGIN_REJECTED' | 'SERVER_UNAVAILABLE' | 'COOLING_DOWN'
  | 'SESSION_REJECTED' | 'SESSION_CHANGED' | 'LOGGED_OUT' | 'UNBOUND' | 'UNAVAILABLE'
  | 'NETWORK' | 'TIMEOUT' | 'INTERRUPTED' | 'ABORTED' | 'DOMAIN_NOT_ALLOWED'
  | 'USER_DENIED' | 'PRIVACY_NOT_AUTHORIZED' | 'PHONE_QUOTA_EXCEEDED' | 'USER_BLOCKED' | 'STALE_DATA' | 'STORAGE_FAILED'
export const checks: [
  Same<keyof Auth, Members | Added>,
  Same<keyof AuthOptions, Options>,
  Same<AuthErrorCode, Codes>,
  Same<keyof AuthEvents, 'login' | 'logout' | 'expired' | 'warning'>,
  Same<AuthState['status'], 'restoring' | 'anonymous' | 'loggingIn' | 'authenticated' | 'unbound' | 'loggedOut' | 'failed' | 'unavailable'>,
  Same<keyof Grant, 'token' | 'expiresIn' | 'refreshToken' | 'user'>,
  Same<keyof Unbound, 'unbound'>,
  Same<RequestOptions['auth'], 'required' | 'lazy' | 'optional' | 'none' | undefined>,
  Same<Extract<AuthState, { status: 'loggedOut' }>['reason'], 'user' | 'ended'>,
  Same<keyof AuthEvents['expired'][0], 'session' | 'renewable'>,
  Same<RequestOptions['priority'], 'high' | 'normal' | 'low' | undefined>,
  Same<RequestOptions['replay'], boolean | undefined>,
  Same<Session<number>['user'], number | undefined>,
  Same<keyof typeof buttons, 'withLogin' | 'withUserInfo' | 'withPhoneNumber' | 'withAvatar' | 'authorize'>,
  Same<keyof typeof page, 'protect' | 'authBehavior'>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]`
  expect(compile({ 'contract.ts': source }, {})).toEqual([])
})

test('every member is used as the contract says', () => {
  const source = readFileSync(join(__dirname, 'contract.ts.txt'), 'utf8')
  expect(compile({ 'contract.ts': source }, {})).toEqual([])
})

test('the comparison can fail', () => {
  const source = `${SAME}
export const missing: Same<'a' | 'b', 'a'> = true
export const optional: Same<{ a?: 1 }['a'], 1> = true`
  expect(compile({ 'contract.ts': source }, {})).toHaveLength(2)
})
