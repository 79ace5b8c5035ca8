import { describe, expect, test } from '@jest/globals'
import type { AuthError } from '../../src/index'
import {
  coolingDown,
  loggedOut,
  sessionEnded,
  loginTimedOut,
  sessionChanged,
  sessionRejected,
  unavailable,
  unbound,
} from '../../src/session/errors'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes, type World } from '../support/phone'

describe('a message says what happened, and what to do about it', () => {
  test.each<[string, () => AuthError, RegExp]>([
    ['loggedOut', () => loggedOut('user'), /^The user has logged out\. Call login\(\)/],
    ['ended', () => loggedOut('ended'), /^The session of this account has ended\. Show the login page/],
    ['sessionEnded', sessionEnded, /^The server rejected the session, .*\. Show the login page\.$/],
    [
      'sessionChanged',
      sessionChanged,
      /^Another session replaced the one .*; start it again if it is wanted\.$/,
    ],
    ['unbound', () => unbound('ticket'), /has no account yet\. Bind one, then call setSession\(\)\.$/],
    ['unavailable', unavailable, /^A page opened from Moments .*\. Show what is public\.$/],
    [
      'loginTimedOut',
      () => loginTimedOut(15_000, false),
      /^The login took longer than 15000 ms \(`loginTimeout`\)\. Within `login`, use its `send`, not auth\.request\(\)\.$/,
    ],
    [
      'sessionRejected',
      () => sessionRejected(),
      /^The server rejected the session .* `isExpired`, and whether another device ends it\.$/,
    ],
    [
      'coolingDown',
      () => coolingDown({ error: loginTimedOut(1, false), retryAt: 12_001 }, 2000),
      /^The last login failed \(LOGIN_TIMEOUT\); the next automatic one is due in 11 s\. login\(\) does not wait\.$/,
    ],
  ])('%s', (_, create, expected) => {
    expect(create().message).toMatch(expected)
  })
})

describe('the message of a login that failed names what did', () => {
  test.each<[string, (world: World) => unknown, RegExp]>([
    [
      'wx.login offline',
      (world) => world.script('login', { outcome: 'fromCache' }),
      /^wx\.login answered from its cache: the device is offline\.$/,
    ],
    [
      'wx.login without a code',
      (world) => world.script('login', { outcome: 'empty' }),
      /^wx\.login succeeded without a code\.$/,
    ],
    [
      'an answer of another shape',
      (world) => world.server.route('POST', '/login', () => ({ data: { code: 0, data: { token: 'x' } } })),
      /^The outcome of `login` \(\{ code, data \}\) has no `token` \(a string\)\. `login: \{ url, parse \}` reads an answer of another shape\.$/,
    ],
    [
      'an answer that is text',
      (world) => world.server.route('POST', '/login', () => ({ data: '<html>' })),
      /^The outcome of `login` \(string\) has no `token`/,
    ],
    [
      'a lifetime that is a time',
      (world) =>
        world.server.route('POST', '/login', () => ({ data: { token: 'x', expiresIn: 1_790_000_000_000 } })),
      /has an `expiresIn` that is not a number of seconds from now\./,
    ],
    [
      'a wrong path',
      (world) => world.server.route('POST', '/login', () => ({ statusCode: 404 })),
      /^The login endpoint https:\/\/api\.example\.com\/login answered 404\.$/,
    ],
    [
      'a server that is down',
      (world) => world.server.route('POST', '/login', () => ({ statusCode: 503 })),
      /^The login endpoint https:\/\/api\.example\.com\/login answered 503\.$/,
    ],
    [
      'no answer',
      (world) => world.script('request', { outcome: 'fail', errMsg: 'timeout', errno: 5 }),
      /^The login got no answer: .*timeout \(errno 5\)$/,
    ],
  ])('%s', async (_, prepare, expected) => {
    const world = createWorld()
    prepare(world)
    await expect(world.until(world.auth().ensureLogin())).rejects.toThrow(expected)
  })

  test('a login function that throws: its error is the cause', async () => {
    const world = createWorld()
    const cause = new TypeError('mine')
    const auth = world.auth({ login: () => Promise.reject(cause) })
    const [error] = await world.until(outcomes([auth.ensureLogin()]))
    expect(error).toMatchObject({ code: 'LOGIN_REJECTED', message: '`login` failed; see `cause`.', cause })
  })
})

describe('the message of a warning names what came to nothing', () => {
  const disk = new Error('disk')
  const never = () => new Promise(() => undefined)
  const broken = () => Promise.reject(disk)

  test.each([
    ['never answers', never, /^Reading the session did not answer in 3000 ms\.$/, undefined],
    ['rejects', broken, /^Reading the session failed; see `cause`\.$/, disk],
  ])('a storage that %s', async (_, fail, reading, cause) => {
    const world = createWorld()
    const auth = world.auth({ storage: { adapter: { get: fail, set: fail, remove: fail } } })
    const warned: AuthError[] = []
    auth.on('warning', (error) => warned.push(error))
    await world.until(auth.ensureLogin())
    await world.advance(5000)
    const writing = new RegExp(reading.source.replace('Reading', 'Storing'))
    expect(warned).toEqual([
      expect.objectContaining({ message: expect.stringMatching(reading) as unknown, cause }),
      expect.objectContaining({ message: expect.stringMatching(writing) as unknown, cause }),
    ])
  })

  test('a prefetch function that throws', async () => {
    const world = createWorld({ launch: { prefetch: '<html>' } })
    const auth = world.auth({ prefetch: prefetch((data) => JSON.parse(data) as never) })
    const warned: string[] = []
    auth.on('warning', ({ message }) => warned.push(message))
    await world.until(auth.ensureLogin())
    expect(warned).toEqual(['`prefetch` gave no session; see `cause`.'])
  })
})

test('wx.checkSession from the cache', async () => {
  const world = createWorld()
  world.script('checkSession', { outcome: 'fromCache' })
  await expect(world.until(world.auth().checkSession())).rejects.toThrow(
    'wx.checkSession answered from its cache.',
  )
})
