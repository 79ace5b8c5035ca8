import { describe, expect, test } from '@jest/globals'
import { AuthError } from '../../src/auth-error'
import { createCall } from '../../src/platform/call'
import { createInvoke } from '../../src/platform/invoke'
import { createScope } from '../../src/platform/scope'
import type { WxCallbacks, WxPort } from '../../src/platform/wx-port'
import { createWorld } from '../support/phone'

function setUp() {
  const { clock } = createWorld()
  const scope = createScope()
  const run = (invoke: (callbacks: Required<WxCallbacks<string>>) => unknown) =>
    createCall(createInvoke({ login: invoke } as unknown as WxPort, clock))<string>(
      'login',
      {},
      { timeout: 1000, scope, codeOf: () => 'WX_LOGIN_FAILED' },
    )
  return { clock, scope, run }
}

const failure = { errMsg: 'login:fail system error', errno: -1 }

describe('a wx call settles exactly once', () => {
  const table: Array<[string, (callbacks: Required<WxCallbacks<string>>) => unknown, unknown]> = [
    ['success', ({ success }) => success('yes'), 'yes'],
    ['fail', ({ fail }) => fail(failure), 'WX_LOGIN_FAILED'],
    ['success, then fail', ({ success, fail }) => (success('yes'), fail(failure)), 'yes'],
    ['fail, then success', ({ success, fail }) => (fail(failure), success('no')), 'WX_LOGIN_FAILED'],
    ['success twice', ({ success }) => (success('yes'), success('no')), 'yes'],
    ['fail twice', ({ fail }) => (fail(failure), fail(failure)), 'WX_LOGIN_FAILED'],
    ['fail without a reason', ({ fail }) => fail(undefined as never), 'WX_LOGIN_FAILED'],
    ['neither', () => undefined, 'WX_LOGIN_FAILED'],
    [
      'a throw',
      () => {
        throw new Error('not in this platform')
      },
      'WX_LOGIN_FAILED',
    ],
    [
      'a throw of what has no text',
      () => {
        throw Object.create(null)
      },
      'WX_LOGIN_FAILED',
    ],
    [
      'success, then a throw',
      ({ success }) => {
        success('yes')
        throw new Error('late')
      },
      'yes',
    ],
  ]
  test.each(table)('%s', async (_, invoke, expected) => {
    const { clock, run } = setUp()
    const result = await clock.until(run(invoke).catch((error: unknown) => (error as AuthError).code))
    expect(result).toBe(expected)
    expect(clock.pending).toBe(0)
  })
})

test('a failure says which call failed and what the platform said, with its number', async () => {
  const { run } = setUp()
  await expect(run(({ fail }) => fail(failure))).rejects.toMatchObject({
    code: 'WX_LOGIN_FAILED',
    message: 'wx.login failed: login:fail system error (errno -1)',
    errMsg: 'login:fail system error',
    errno: -1,
  })
})

test('a query in the text of a failure is left out: it may hold a token', async () => {
  const { run } = setUp()
  const errMsg = 'request:fail url not in domain list:https://a.example/x?token=secret'
  const error = await run(({ fail }) => fail({ errMsg })).catch((reason: unknown) => reason as AuthError)
  expect(JSON.stringify(error) + String(error)).not.toContain('secret')
})

test('a call whose scope ends rejects with the reason, aborts its task and ignores what comes later', async () => {
  const { clock, scope, run } = setUp()
  let aborts = 0
  let late!: (result: string) => void
  const promise = run(({ success }) => {
    late = success
    return { abort: () => aborts++ }
  })
  scope.end(new AuthError('LOGGED_OUT', 'over'))
  late('too late')
  await expect(promise).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(aborts).toBe(1)
  expect(clock.pending).toBe(0)
})

test('a call in a scope that has ended is not made', async () => {
  const { scope, run } = setUp()
  scope.end(new AuthError('LOGGED_OUT', 'over'))
  let calls = 0
  await expect(run(() => calls++)).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(calls).toBe(0)
})

test('a scope that ends while the function runs still aborts the task that it returns', async () => {
  const { scope, run } = setUp()
  let aborts = 0
  const promise = run(() => {
    scope.end(new AuthError('LOGGED_OUT', 'over'))
    return { abort: () => aborts++ }
  })
  await expect(promise).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(aborts).toBe(1)
})

test('a platform’s promise besides (Taro) is nobody’s to wait for, and its rejection is heard', async () => {
  const { run } = setUp()
  const heard: unknown[] = []
  const then = (onValue: unknown, onError: (error: unknown) => unknown) =>
    void heard.push(onValue, onError(failure))
  const call = run(({ fail }) => {
    fail(failure)
    return { then }
  })
  await expect(call).rejects.toMatchObject({ code: 'WX_LOGIN_FAILED' })
  expect(heard).toEqual([undefined, undefined])
})
