import { describe, expect, test } from '@jest/globals'
import type { Grant, Piggyback } from '../../src/index'
import { createWorld, outcomes } from '../support/world'

/** A backend that takes a login code in a header of any request, and gives the session along with the data. */
function setUp(answer: 'session' | 'nothing' | '500' | 'offline' = 'session') {
  const world = createWorld()
  const { serve } = world
  const codes: string[] = []
  world.serve = (request, token) => {
    const code = request.header?.['x-code']
    if (code === undefined) return serve(request, token)
    codes.push(code)
    if (answer === '500') return { statusCode: 500 }
    if (answer === 'offline') return { errMsg: 'request:fail -118' }
    if (answer === 'nothing') return { statusCode: 401 }
    return { data: { url: request.url, session: { token: world.issue() } } }
  }
  const piggyback: Piggyback = {
    attach: (request, code) => ({ ...request, header: { ...request.header, 'x-code': code } }),
    parse: ({ data }) => (data as { session?: Grant } | null)?.session ?? null,
  }
  const auth = world.auth({ piggyback })
  return { world, auth, codes, piggyback }
}

const ok = expect.objectContaining({ statusCode: 200 }) as unknown

test('one request without a session: data and session in one round trip', async () => {
  const { world, auth } = setUp()
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect([world.count('login'), world.count('request')]).toEqual([1, 1])
  expect(auth.session?.token).toBe('token-1')
})

test('10 at once: 1 wx.login, no exchange, 10 sends; nine wait for the session', async () => {
  const { world, auth, codes } = setUp()
  const responses = await world.clock.until(
    outcomes(Array.from({ length: 10 }, (_, i) => auth.request({ url: `/orders/${i}` }))),
  )
  expect(responses).toEqual(Array(10).fill(ok))
  expect([world.count('login'), world.count('request', '/login'), world.count('request')]).toEqual([1, 0, 10])
  expect(codes).toEqual(['code-1'])
})

test.each(['nothing', '500'] as const)(
  'an answer with %s falls back to the exchange, with a fresh code',
  async (answer) => {
    const { world, auth, codes } = setUp(answer)
    const responses = await world.clock.until(
      outcomes([auth.request({ url: '/a' }), auth.request({ url: '/b' })]),
    )
    expect(responses).toEqual([ok, ok])
    expect(codes).toEqual(['code-1'])
    expect(world.sends('/login').map(({ request }) => request.data)).toEqual([{ code: 'code-2' }])
  },
)

test('no network rejects all who wait', async () => {
  const { world, auth } = setUp('offline')
  const errors = await world.clock.until(outcomes([auth.request({ url: '/a' }), auth.request({ url: '/b' })]))
  expect(errors).toEqual(Array(2).fill(expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })))
})

test('ensureLogin has no request to ride on: it exchanges the code', async () => {
  const { world, auth, codes } = setUp()
  await world.clock.until(auth.ensureLogin())
  expect([world.count('request', '/login'), codes.length]).toEqual([1, 0])
})

test('a replay after a rejection is a login of its own, and the request is sent with its session', async () => {
  const { world, auth, codes } = setUp()
  await world.clock.until(auth.request({ url: '/orders' }))
  world.valid.clear()
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toEqual(ok)
  expect(codes).toHaveLength(1)
  expect(world.count('login')).toBe(2)
})

test('a logout while the code is on its way: aborted, no session', async () => {
  const { world, auth } = setUp()
  const request = outcomes([auth.request({ url: '/orders' })])
  await world.clock.advance(15)
  void auth.logout()
  await world.clock.advance(1000)
  expect(await request).toMatchObject([{ code: 'LOGGED_OUT' }])
  expect(world.count('abort', '/orders')).toBe(1)
  expect(auth.session).toBeNull()
})

describe('functions that are wrong', () => {
  test('attach may not take the code to another origin', async () => {
    const world = createWorld()
    const auth = world.auth({
      piggyback: {
        attach: (request, code) => ({ ...request, url: `https://evil.com/${code}` }),
        parse: () => null,
      },
    })
    await expect(world.clock.until(auth.request({ url: '/a' }))).rejects.toMatchObject({
      code: 'UNTRUSTED_ORIGIN',
    })
    expect(world.count('request')).toBe(0)
  })

  test('parse that throws is LOGIN_REJECTED', async () => {
    const { world, piggyback } = setUp()
    const parse = () => {
      throw new Error('x')
    }
    const auth = world.restart().auth({ piggyback: { ...piggyback, parse } })
    await expect(world.clock.until(auth.request({ url: '/a' }))).rejects.toMatchObject({
      code: 'LOGIN_REJECTED',
    })
  })
})
