import { describe, expect, test } from '@jest/globals'
import type { HeaderCase } from '../../src/testing'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'
import { ok, paths, sentOptions, times, tokens } from './support'

/** `from` redirects to `to`. */
function redirect(world: World, from: string, to: string, statusCode = 302) {
  world.server.route(from, () => ({ statusCode, header: { Location: to }, cookies: ['seen=1'] }))
}

describe('`redirect` as wx gets it', () => {
  test('is `manual` where a token travels, and else what it was', async () => {
    const { world, auth } = await loggedIn()
    await world.until(
      outcomes([
        auth.request({ url: '/required' }),
        auth.request({ url: '/optional', auth: 'optional' }),
        auth.request({ url: '/post', method: 'POST' }),
        auth.request({ url: '/none', auth: 'none' }),
        auth.request({ url: 'https://other.example/' }),
        auth.request({ url: '/follow', auth: 'none', redirect: 'follow' }),
        auth.request({ url: '/manual', auth: 'none', redirect: 'manual' }),
      ]),
    )
    expect(sentOptions(world).map(({ redirect: value }) => value)).toEqual([
      ...['manual', 'manual', 'manual'],
      ...[undefined, undefined, 'follow', 'manual'],
    ])
    expect(sentOptions(world)[3]).not.toHaveProperty('redirect')
  })

  test('is the platform’s default for an optional request without a session', async () => {
    const world = createWorld()
    await world.until(world.auth().request({ url: '/public', auth: 'optional' }))
    expect(sentOptions(world)).toEqual([expect.not.objectContaining({ redirect: 'manual' })])
  })
})

describe('a redirect within the origin', () => {
  test.each([301, 302, 303, 307, 308])('%i of a GET is followed, with the token', async (statusCode) => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new', statusCode)
    const response = await world.until(auth.request({ url: '/old', header: { 'X-Trace': 'a' } }))
    expect(response).toMatchObject({ statusCode: 200, data: { url: 'https://api.example.com/new' } })
    expect(tokens(world)).toEqual(['token-1', 'token-1'])
    expect(world.history.sends('/new')).toMatchObject([{ method: 'GET', header: { 'X-Trace': 'a' } }])
  })

  test('of a HEAD is one of a HEAD', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    expect(await world.until(auth.request({ url: '/old', method: 'HEAD' }))).toEqual(ok)
    expect(world.history.sends().map(({ method }) => method)).toEqual(['HEAD', 'HEAD'])
  })

  test.each(['POST', 'PUT', 'DELETE'] as const)(
    'of a %s is the answer: it is not repeated',
    async (method) => {
      const { world, auth } = await loggedIn()
      redirect(world, '/old', '/new', 307)
      const response = await world.until(auth.request({ url: '/old', method, data: { a: 1 } }))
      expect(response).toMatchObject({ statusCode: 307, header: { Location: '/new' }, cookies: ['seen=1'] })
      expect(paths(world)).toEqual(['/old'])
    },
  )

  test.each(['https://api.example.com/v1', 'https://api.example.com/v1/'])(
    'is resolved by the URL that it came from, not by the base URL (%s)',
    async (baseURL) => {
      const { world, auth } = await loggedIn({ baseURL, login: 'https://api.example.com/login' })
      redirect(world, '/v1/shop/old', 'new')
      redirect(world, '/v1/shop/new', '?page=2')
      world.server.route('/v1/shop/new', ({ query }) =>
        query.page
          ? { statusCode: 302, header: { Location: '/end' } }
          : { statusCode: 302, header: { Location: '?page=2' } },
      )
      expect(await world.until(auth.request({ url: '/shop/old?page=1#top' }))).toEqual(ok)
      expect(paths(world).slice(1)).toEqual(['/v1/shop/new', '/v1/shop/new?page=2', '/end'])
    },
  )

  test('does not take the data of a GET along: that was the question, and this is another', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    await world.until(auth.request({ url: '/old', data: { a: 1 } }))
    expect(paths(world)).toEqual(['/old?a=1', '/new'])
  })

  test.each([{ query: 'sid' }, { data: 'sid' }])('carries the token as configured: %j', async (token) => {
    const tokenOf = ({ query }: { query: Record<string, string> }) => query.sid ?? null
    const { world, auth } = await loggedIn({ token }, { server: { tokenOf } })
    redirect(world, '/old', '/new?a=1')
    expect(await world.until(auth.request({ url: '/old' }))).toEqual(ok)
    expect(paths(world)).toEqual(['/old?sid=token-1', '/new?a=1&sid=token-1'])
  })

  test('of an optional request has the session, too', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    expect(await world.until(auth.request({ url: '/old', auth: 'optional' }))).toEqual(ok)
    expect(tokens(world)).toEqual(['token-1', 'token-1'])
  })

  test.each<HeaderCase>(['title', 'lower', 'upper'])(
    'is read from headers in %s case',
    async (headerCase) => {
      const { world, auth } = await loggedIn({}, { headerCase })
      redirect(world, '/old', '/new')
      expect(await world.until(auth.request({ url: '/old' }))).toEqual(ok)
    },
  )

  test.each([300, 302, 304])('without a Location, or with 304, is an answer: %i', async (statusCode) => {
    const { world, auth } = await loggedIn()
    const header = (statusCode === 304 ? { Location: '/new' } : {}) as Record<string, string>
    world.server.route('/old', () => ({ statusCode, header }))
    expect(await world.until(auth.request({ url: '/old' }))).toMatchObject({ statusCode })
    expect(paths(world)).toEqual(['/old'])
  })

  test.each([[['/new', '/new']], [7], [{}], ['']])('with the Location %j is an answer', async (location) => {
    const { world, auth } = await loggedIn()
    const answer = { statusCode: 302, header: { Location: location as string } }
    world.script('request', { url: '/old', result: answer })
    expect(await world.until(auth.request({ url: '/old' }))).toMatchObject(answer)
    expect(paths(world)).toEqual(['/old'])
  })

  test('is the caller’s, who asked for it with `redirect: manual`', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    const response = await world.until(auth.request({ url: '/old', redirect: 'manual' }))
    expect(response).toMatchObject({ statusCode: 302, header: { Location: '/new' }, cookies: ['seen=1'] })
    expect(paths(world)).toEqual(['/old'])
  })

  test('of an upload is nobody’s: a file is not sent twice', async () => {
    const { world, auth } = await loggedIn()
    world.script('uploadFile', { result: { statusCode: 302, header: { Location: '/new' } } })
    const task = auth.uploadFile({ url: '/old', filePath: 'wxfile://a', name: 'file' })
    expect(await world.until(task)).toMatchObject({ statusCode: 302 })
    expect(paths(world)).toEqual(['/old'])
  })
})

describe('many redirects', () => {
  const hops = (world: World, count: number) =>
    times(count, (index) => redirect(world, `/${index}`, `/${index + 1}`))

  test('five are followed', async () => {
    const { world, auth } = await loggedIn()
    hops(world, 5)
    expect(await world.until(auth.request({ url: '/0' }))).toEqual(ok)
    expect(paths(world)).toEqual(['/0', '/1', '/2', '/3', '/4', '/5'])
  })

  test.each([
    ['a sixth', '/5', '/6'],
    ['a loop', '/5', '/5'],
  ])('%s is the answer', async (_, from, to) => {
    const { world, auth } = await loggedIn()
    hops(world, 5)
    redirect(world, from, to)
    const response = await world.until(auth.request({ url: '/0' }))
    expect(response).toMatchObject({ statusCode: 302, header: { Location: to } })
    expect(paths(world)).toHaveLength(6)
  })

  test('keep one place in line among them', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    hops(world, 3)
    const both = [auth.request({ url: '/0' }), auth.request({ url: '/next' })]
    expect(await world.until(outcomes(both))).toEqual([ok, ok])
    expect(paths(world)).toEqual(['/0', '/1', '/2', '/3', '/next'])
  })
})
