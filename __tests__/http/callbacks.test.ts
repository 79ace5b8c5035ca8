import { describe, expect, test } from '@jest/globals'
import type { Auth, RequestOptions } from '../../src/index'
import type { Outcome } from '../../src/testing'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'
import { ok, refusal } from './support'

type Called = [name: string, value: Record<string, unknown>]

/** The three callbacks, and in which order they were called with what. */
function callbacks() {
  const called: Called[] = []
  const note = (name: string) => (value: unknown) => void called.push([name, value as Called[1]])
  return { called, success: note('success'), fail: note('fail'), complete: note('complete') }
}

/** Sends with callbacks, and gives what they and the promise were told when all was over. */
async function ask(world: World, auth: Auth, options: Partial<RequestOptions> = {}) {
  const { called, ...given } = callbacks()
  const result = outcomes([auth.request({ url: '/orders', ...given, ...options })])
  const [settled] = (await world.until(result)) as [Record<string, unknown>]
  await world.advance(100_000)
  return { called, settled }
}

describe('success, then complete', () => {
  test('with what wx gives, which is what the promise resolves with', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('GET', '/orders', () => ({ data: [1], cookies: ['a=b'], header: { 'X-A': 'a' } }))
    const { called, settled } = await ask(world, auth)
    expect(called).toEqual([
      ['success', settled],
      ['complete', settled],
    ])
    expect(settled).toEqual({
      errMsg: 'request:ok',
      statusCode: 200,
      data: [1],
      cookies: ['a=b'],
      header: expect.objectContaining({ 'X-A': 'a' }),
    })
  })

  test.each([400, 403, 404, 429, 500, 503])('with a status %i', async (statusCode) => {
    const { world, auth } = await loggedIn()
    world.server.route('GET', '/orders', () => ({ statusCode }))
    const { called } = await ask(world, auth)
    expect(called.map(([name, value]) => [name, value.statusCode])).toEqual([
      ['success', statusCode],
      ['complete', statusCode],
    ])
  })

  test('with a 401 that is nobody’s business here', async () => {
    const world = createWorld()
    const { called } = await ask(world, world.auth(), { auth: 'none' })
    expect(called).toMatchObject([
      ['success', { statusCode: 401 }],
      ['complete', { statusCode: 401 }],
    ])
  })

  test('once, behind a login and a replay', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const { called, settled } = await ask(world, auth)
    expect(settled).toEqual(ok)
    expect(called.map(([name]) => name)).toEqual(['success', 'complete'])
    expect(world.history.sends('/orders')).toHaveLength(2)
  })

  test.each(['success', 'complete'] as const)('%s alone', async (name) => {
    const { world, auth } = await loggedIn()
    const { called, ...given } = callbacks()
    await world.until(auth.request({ url: '/orders', [name]: given[name] }))
    expect(called).toEqual([[name, ok]])
  })
})

describe('fail, then complete, once, with the text of wx and the error of the promise', () => {
  type Case = [
    what: string,
    code: string,
    prepare: (world: World, auth: Auth) => void,
    options?: Partial<RequestOptions>,
  ]
  const cases: Case[] = [
    ['the network', 'NETWORK', (world) => world.script('request', { outcome: 'fail', errno: 600001 })],
    ['a platform that says it is offline', 'NETWORK', (world) => world.network.goOffline()],
    ['a time-out', 'TIMEOUT', (world) => world.script('request', { latency: Infinity })],
    ['a callback that never comes', 'TIMEOUT', (world) => world.script('request', { outcome: 'neither' })],
    ['a wx that throws', 'NETWORK', (world) => world.script('request', { outcome: 'throw' })],
    ['a wrong option', 'INVALID_OPTIONS', () => undefined, { timeout: -1 }],
    ['no URL', 'INVALID_OPTIONS', () => undefined, { url: undefined as never }],
    ['another origin', 'UNTRUSTED_ORIGIN', () => undefined, { url: 'https://b.example', auth: 'required' }],
    ['a logout', 'LOGGED_OUT', (_, auth) => void auth.logout()],
    ['a server that takes no session', 'SESSION_REJECTED', (world) => rejectAll(world)],
    ['a login that fails', 'WX_LOGIN_FAILED', (world) => failLogin(world)],
    ['an `isExpired` that throws', 'INVALID_OPTIONS', () => undefined, { url: '/throw' }],
  ]
  const isExpired: NonNullable<Parameters<World['auth']>[0]>['isExpired'] = ({ statusCode }, { url }) => {
    if (url === '/throw') throw new Error('the app’s own')
    return statusCode === 401
  }
  function rejectAll(world: World) {
    world.server.route('GET', '/orders', () => ({ statusCode: 401 }))
  }
  function failLogin(world: World) {
    world.server.expireAll()
    world.script('login', { outcome: 'fail', errno: 5 })
  }

  test.each(cases)('for %s: %s', async (...[, code, prepare, options]) => {
    const { world, auth } = await loggedIn({ isExpired })
    prepare(world, auth)
    await world.advance(1)
    const { called, settled } = await ask(world, auth, options)
    expect(settled).toEqual(refusal(code))
    const failure = { errMsg: expect.stringMatching(/^request:fail ./), error: settled }
    expect(called).toEqual([
      ['fail', expect.objectContaining(failure)],
      ['complete', expect.objectContaining(failure)],
    ])
  })

  test.each(cases.filter(([, code]) => !['NETWORK', 'TIMEOUT'].includes(code)))(
    'for %s: the text tells the code, for clients that pass on nothing else (%s)',
    async (...[, code, prepare, options]) => {
      const { world, auth } = await loggedIn({ isExpired })
      prepare(world, auth)
      await world.advance(1)
      const { called, settled } = await ask(world, auth, options)
      const errMsg = `request:fail ${code} ${(settled as unknown as Error).message}`
      expect(called.map(([, value]) => value.errMsg)).toEqual([errMsg, errMsg])
    },
  )

  test('for a login that got no answer: not the text of the login’s request', async () => {
    const world = createWorld()
    world.script('request', { url: '/login', outcome: 'fail', errMsg: 'timeout', errno: 5 })
    const { called } = await ask(world, world.auth())
    const errMsg: unknown = expect.stringMatching(
      /^request:fail SERVER_UNAVAILABLE The login got no answer: .*timeout/,
    )
    expect(called.map(([, value]) => value.errMsg)).toEqual([errMsg, errMsg])
  })

  test('the text and the number are wx’s', async () => {
    const { world, auth } = await loggedIn()
    world.script('request', { outcome: 'fail', errMsg: '请求超时。', errno: 5 })
    const { called, settled } = await ask(world, auth)
    const failure = { errMsg: 'request:fail 请求超时。', errno: 5, error: settled }
    expect(called).toEqual([
      ['fail', failure],
      ['complete', failure],
    ])
  })

  test('an abort', async () => {
    const { world, auth } = await loggedIn()
    const { called, ...given } = callbacks()
    const task = auth.request({ url: '/orders', ...given })
    await world.advance(3)
    task.abort()
    task.abort()
    await world.advance(100_000)
    const failure = { errMsg: 'request:fail abort', error: refusal('ABORTED') }
    expect(called).toEqual([
      ['fail', failure],
      ['complete', failure],
    ])
  })

  test('a logout that comes between the rejection and the replay', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const { called, ...given } = callbacks()
    void auth.request({ url: '/orders', ...given })
    await world.advance(15)
    await world.until(auth.logout())
    await world.advance(100_000)
    expect(called.map(([name, { error }]) => [name, (error as { code: string }).code])).toEqual([
      ['fail', 'LOGGED_OUT'],
      ['complete', 'LOGGED_OUT'],
    ])
  })

  test.each([
    ['uploadFile', /^uploadFile:fail system error$/],
    ['downloadFile', /^downloadFile:fail system error$/],
  ] as const)('of %s', async (name, errMsg) => {
    const { world, auth } = await loggedIn()
    world.script(name, { outcome: 'fail' })
    const { called, ...given } = callbacks()
    if (name === 'uploadFile') void auth.uploadFile({ url: '/files', filePath: 'a', name: 'b', ...given })
    else void auth.downloadFile({ url: '/files', ...given })
    await world.advance(1000)
    const failure = { errMsg: expect.stringMatching(errMsg), error: refusal('NETWORK') }
    expect(called).toEqual([
      ['fail', failure],
      ['complete', failure],
    ])
  })
})

test.each<[Outcome, string[]]>([
  ['both', ['success', 'complete']],
  ['twice', ['success', 'complete']],
  ['empty', ['fail', 'complete']],
])('a wx that calls back in its own way (%s) is heard once', async (outcome, names) => {
  const { world, auth } = await loggedIn()
  world.script('request', { outcome })
  const { called } = await ask(world, auth)
  expect(called.map(([name]) => name)).toEqual(names)
})
