import { describe, expect, test } from '@jest/globals'
import { AuthError, type Auth, type AuthOptions } from '../../src/index'
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
    expect(error).toMatchObject({ code: 'LOGIN_REJECTED', message: '`login` failed: mine', cause })
  })
})

describe('what code of the app’s throws is named, and its own words end the message', () => {
  const mine = new TypeError('mine')
  const fails = () => Promise.reject(mine)
  const throws = (): never => {
    throw mine
  }
  const url = '/login'
  const request = async (auth: Auth) => auth.request({ url: '/orders' })

  test.each<[string, Partial<AuthOptions>, (auth: Auth) => Promise<unknown>, string, string]>([
    ['login', { login: fails }, (auth) => auth.ensureLogin(), 'LOGIN_REJECTED', '`login` failed: mine'],
    [
      'the parse of a login',
      { login: { url, parse: throws } },
      (auth) => auth.ensureLogin(),
      'LOGIN_REJECTED',
      '`parse` of `login` failed for the answer 200 { token, user }: mine',
    ],
    [
      'a parse that rejects',
      { login: { url, parse: fails as never } },
      (auth) => auth.ensureLogin(),
      'LOGIN_REJECTED',
      '`parse` of `login` failed for the answer 200 { token, user }: mine',
    ],
    [
      'confirmLogin',
      { confirmLogin: fails },
      (auth) => auth.ensureLogin(),
      'LOGIN_REJECTED',
      '`confirmLogin` failed: mine',
    ],
    ['isExpired', { isExpired: throws }, request, 'INVALID_OPTIONS', '`isExpired` failed: mine'],
    ['token', { token: throws }, request, 'INVALID_OPTIONS', 'the function given as `token` failed: mine'],
    [
      'logout',
      { logout: fails },
      async (auth) => {
        await auth.ensureLogin()
        const told = new Promise((_, reject) => auth.on('warning', reject))
        await auth.logout()
        return told
      },
      'SERVER_UNAVAILABLE',
      '`logout` failed: mine',
    ],
  ])('%s', async (_, options, act, code, message) => {
    const world = createWorld({ server: { publicPaths: ['/orders'] } })
    const auth = world.auth(options)
    const [error] = await world.until(outcomes([act(auth)]))
    expect(error).toMatchObject({ code, message, cause: mine })
  })

  test.each<[string, unknown, string]>([
    ['a SyntaxError, which quotes what it could not read', syntaxError(), 'a SyntaxError; see `cause`.'],
    ['a text', 'no network', 'no network'],
    ['the failure of a wx function', { errMsg: 'login:fail', errno: 5 }, 'login:fail'],
    [
      'a URL, whose query may hold a token',
      new Error('GET https://a.b/c?token=d failed'),
      'GET https://a.b/c?…',
    ],
    ['a question', 'what is it? nothing', 'what is it? nothing'],
    ['an answer, of which the names are told', { statusCode: 200, data: 'secret' }, '{ statusCode, data }'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['an array', [1], 'array'],
    ['what has no text', Object.create(null), '{  }'],
  ])('a function that throws %s', async (_, thrown, words) => {
    const world = createWorld()
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    const auth = world.auth({ login: () => Promise.reject(thrown) })
    const [error] = await world.until(outcomes([auth.ensureLogin()]))
    expect(error).toMatchObject({ message: `\`login\` failed: ${words}`, cause: thrown })
  })

  test('an AuthError is passed on as it is', async () => {
    const world = createWorld()
    const own = new AuthError('UNAVAILABLE', 'closed at night')
    const parse = () => {
      throw own
    }
    const auth = world.auth({ login: { url, parse } })
    expect(await world.until(outcomes([auth.ensureLogin()]))).toEqual([own])
  })
})

function syntaxError(): unknown {
  try {
    return JSON.parse('<html>')
  } catch (error) {
    return error
  }
}

describe('the message names the option whose outcome or endpoint it was', () => {
  const SHAPE = 'It must be { token, expiresIn?, refreshToken?, user? }, or { unbound }.'

  /** A session with a refresh token that is about to end, and the warnings while a request renews it. */
  async function renewing(renew: NonNullable<AuthOptions['renew']>, prepare: (world: World) => void) {
    const world = createWorld({ server: { publicPaths: ['/orders'] } })
    const auth = world.auth({ renew })
    await world.until(auth.setSession({ token: 'a', expiresIn: 60, refreshToken: 'r' }, { wechat: false }))
    await world.advance(59_000)
    prepare(world)
    const warnings: AuthError[] = []
    auth.on('warning', (error) => warnings.push(error))
    await world.until(auth.request({ url: '/orders' }))
    return warnings
  }

  test('renew: what it throws', async () => {
    const [warning] = await renewing(
      () => Promise.reject(new TypeError('mine')),
      () => undefined,
    )
    expect(warning).toMatchObject({ code: 'LOGIN_REJECTED', message: '`renew` failed: mine' })
  })

  test('renew: its outcome', async () => {
    const renew = () => Promise.resolve({ access: 'x' } as never)
    const [warning] = await renewing(renew, () => undefined)
    expect(warning?.message).toBe(
      `The outcome of \`renew\` ({ access }) has no \`token\` (a string). ${SHAPE}`,
    )
  })

  const send: AuthOptions['renew'] = async ({ send }) =>
    (await send({ url: '/refresh', method: 'POST' })).data as never

  test('renew: its endpoint', async () => {
    const down = (world: World) => world.server.route('POST', '/refresh', () => ({ statusCode: 503 }))
    const [warning] = await renewing(send, down)
    expect(warning?.message).toBe('The renew endpoint https://api.example.com/refresh answered 503.')
  })

  test('renew: no answer', async () => {
    const [warning] = await renewing(send, (world) =>
      world.script('request', { url: '/refresh', outcome: 'fail', errno: 600001 }),
    )
    expect(warning?.message).toMatch(/^The renewal got no answer: wx\.request failed/)
  })

  test('prefetch', async () => {
    const world = createWorld({ launch: { prefetch: '{"sid":"x"}' } })
    const auth = world.auth({ prefetch: prefetch((data) => JSON.parse(data) as never) })
    const warned: string[] = []
    auth.on('warning', ({ message }) => warned.push(message))
    await world.until(auth.ensureLogin())
    expect(warned).toEqual([
      `\`prefetch\` gave no session: The outcome of \`prefetch\` ({ sid }) has no \`token\` (a string). ${SHAPE}`,
    ])
  })
})

describe('the message of a warning names what came to nothing', () => {
  const disk = new Error('disk')
  const never = () => new Promise(() => undefined)
  const broken = () => Promise.reject(disk)

  test.each([
    ['never answers', never, /^Reading the session did not answer in 3000 ms\.$/, undefined],
    ['rejects', broken, /^Reading the session failed: disk$/, disk],
  ])('a storage that %s', async (_, fail, reading, cause) => {
    const world = createWorld()
    const auth = world.auth({ storage: { adapter: { get: fail, set: fail, remove: fail } } })
    const warned: AuthError[] = []
    auth.on('warning', (error) => warned.push(error))
    await world.until(auth.ensureLogin())
    await world.advance(5000)
    const writing = new RegExp(reading.source.replace('Reading', 'Storing'))
    expect(warned).toEqual([
      expect.objectContaining({ message: expect.stringMatching(reading) as unknown }),
      expect.objectContaining({ message: expect.stringMatching(writing) as unknown }),
    ])
    expect(warned.map((error) => error.cause)).toEqual([cause, cause])
  })

  test('a prefetch function that throws', async () => {
    const world = createWorld({ launch: { prefetch: '<html>' } })
    const auth = world.auth({ prefetch: prefetch((data) => JSON.parse(data) as never) })
    const warned: string[] = []
    auth.on('warning', ({ message }) => warned.push(message))
    await world.until(auth.ensureLogin())
    expect(warned).toEqual(['`prefetch` gave no session: a SyntaxError; see `cause`.'])
  })
})

test('wx.checkSession from the cache', async () => {
  const world = createWorld()
  world.script('checkSession', { outcome: 'fromCache' })
  await expect(world.until(world.auth().checkSession())).rejects.toThrow(
    'wx.checkSession answered from its cache.',
  )
})
