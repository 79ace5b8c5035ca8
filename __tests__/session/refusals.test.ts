import { describe, expect, test } from '@jest/globals'
import type { Auth, AuthError, AuthOptions, WxResponse } from '../../src/index'
import { createWorld, outcomes, type World } from '../support/phone'

const banned = { code: 17, message: 'banned' }
const url = '/login'
const data = ({ data }: WxResponse): never => data as never
const token = ({ data }: WxResponse) => ({ token: (data as { token: string }).token })
const thrown = ({ data }: WxResponse): never => {
  throw new Error((data as { message: string }).message)
}

async function login(
  options: Partial<AuthOptions>,
  answer: { statusCode?: number; data?: unknown },
  prepare: (world: World) => void = () => undefined,
) {
  const world = createWorld()
  prepare(world)
  world.server.route('POST', '/login', () => answer)
  const [error] = (await world.until(outcomes([world.auth(options).ensureLogin()]))) as [AuthError]
  return error
}

describe('the server’s own words of a refusal are in `response`', () => {
  test.each<[string, Partial<AuthOptions>, number, code: string, message: RegExp]>([
    ['a path', { login: '/login' }, 403, 'LOGIN_REJECTED', /^The login endpoint \S+\/login answered 403\.$/],
    ['a path, down', { login: '/login' }, 503, 'SERVER_UNAVAILABLE', /answered 503\.$/],
    ['a path, too often', { login: '/login' }, 429, 'SERVER_UNAVAILABLE', /answered 429\.$/],
    ['a parse that throws', { login: { url, parse: thrown } }, 403, 'LOGIN_REJECTED', /403 .*: banned$/],
    [
      'a parse that takes the body',
      { login: { url, parse: data } },
      401,
      'LOGIN_REJECTED',
      /answered 401\.$/,
    ],
    ['a parse of the token', { login: { url, parse: token } }, 401, 'LOGIN_REJECTED', /answered 401\.$/],
    [
      'an endpoint that is down',
      { login: { url, parse: data } },
      500,
      'SERVER_UNAVAILABLE',
      /answered 500\.$/,
    ],
    [
      'a function’s `send`',
      { login: async ({ send }) => (await send({ url })).data as never },
      500,
      'SERVER_UNAVAILABLE',
      /answered 500\.$/,
    ],
  ])('%s', async (_, options, statusCode, code, message) => {
    const error = await login(options, { statusCode, data: banned }, (world) =>
      world.server.route('GET', '/login', () => ({ statusCode, data: banned })),
    )
    expect(error).toMatchObject({ code, detail: { statusCode } })
    expect(error.message).toMatch(message)
    expect(error.response).toMatchObject({ statusCode, data: banned, header: expect.any(Object) as object })
    expect(Object.keys(error)).not.toContain('response')
  })
})

describe('an answer that may hold a grant is not there: the message tells its status and its members', () => {
  const secret = { sid: 'SECRET', user: {} }

  test.each([
    ['an object', secret, '`parse` of `login` failed for the answer 200 { sid, user }: mine'],
    ['a text', 'SECRET', '`parse` of `login` failed for the answer 200 string: mine'],
    ['nothing', '', '`parse` of `login` failed for the answer 200 string: mine'],
  ])('where parse throws: %s', async (_, body, message) => {
    const parse = () => {
      throw new Error('mine')
    }
    const error = await login({ login: { url, parse } }, { data: body })
    expect(error).toMatchObject({ code: 'LOGIN_REJECTED', message })
    expect(error).not.toHaveProperty('response')
  })

  test('where the outcome has no token', async () => {
    const error = await login({ login: '/login' }, { data: secret })
    expect(error).toMatchObject({ code: 'LOGIN_REJECTED' })
    expect(error).not.toHaveProperty('response')
  })
})

describe('a session that the server rejects for good: its last answer is in `response`', () => {
  const kicked = { statusCode: 401, data: { message: 'logged in elsewhere' } }

  /** What a request, and all warnings, came to. */
  async function reject(
    options: Partial<AuthOptions>,
    prepare: (auth: Auth) => Promise<unknown>,
    times: 1 | 2,
  ) {
    const world = createWorld({ server: { publicPaths: ['/orders'] } })
    const auth = world.auth(options)
    await world.until(prepare(auth))
    world.server.route('/orders', () => kicked)
    const warnings: AuthError[] = []
    auth.on('warning', (error) => warnings.push(error))
    const requests = Array.from({ length: times }, () => auth.request({ url: '/orders' }))
    const errors = (await world.until(outcomes(requests))) as AuthError[]
    return { errors, warnings }
  }
  const answer: unknown = expect.objectContaining(kicked)

  test('one that a login has just given, and the warning of it', async () => {
    const { errors, warnings } = await reject({}, (auth) => auth.ensureLogin(), 1)
    for (const error of [...errors, ...warnings]) {
      expect([error.code, error.response]).toEqual(['SESSION_REJECTED', answer])
      expect(Object.keys(error)).not.toContain('response')
    }
    expect([errors.length, warnings.length]).toEqual([1, 1])
  })

  test.each<[string, Partial<AuthOptions>]>([
    ['', {}],
    [', with middleware', { use: [(request, next) => next(request)] }],
  ])('one of another account: for all whom it ends%s', async (_, options) => {
    const { errors } = await reject(options, (auth) => auth.setSession({ token: 'a' }), 2)
    expect(errors.map(({ code, response }) => [code, response])).toEqual(
      Array(2).fill(['SESSION_REJECTED', answer]),
    )
  })
})

test('a status that is no success may bring a session all the same, or `unbound`, if parse says so', async () => {
  const granted = await login({ login: { url, parse: data } }, { statusCode: 404, data: { token: 'a' } })
  expect(granted).toMatchObject({ user: undefined, obtainedAt: expect.any(Number) as unknown })
  const unbound = await login(
    { login: { url, parse: ({ data }) => ({ unbound: data }) } },
    { statusCode: 404, data: 'ticket' },
  )
  expect(unbound).toMatchObject({ code: 'UNBOUND', detail: 'ticket' })
})
