import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'
import { ok, paths, refusal, tokens } from './support'

function redirect(world: World, from: string, to: string) {
  world.server.route(from, () => ({ statusCode: 302, header: { Location: to } }))
}

// What a browser's parser, a proxy's or a phone's could take for another host, each in its own way.
const ELSEWHERE = [
  'https://evil.example/',
  'HTTPS://EVIL.EXAMPLE/',
  'hTTps://evil.example',
  '//evil.example/',
  '//evil.example',
  '///evil.example/',
  '/\\evil.example/',
  '\\/evil.example/',
  '\\\\evil.example/',
  'https:\\\\evil.example/',
  'https:/evil.example/',
  'https:evil.example/',
  'https:///evil.example/',
  'https://api.example.com@evil.example/',
  'https://api.example.com:443@evil.example/',
  'https://api.example.com\\@evil.example/',
  'https://evil.example\\@api.example.com/',
  'https://user@api.example.com/new',
  'https://user:password@api.example.com/new',
  '//api.example.com@evil.example/',
  'https://api.example.com.evil.example/',
  'https://api.example.comevil.example/',
  'https://api.example.com%2eevil.example/',
  'https://api.example.com%00.evil.example/',
  'https://api.example.com。evil.example/',
  'https://xapi.example.com/',
  'https://example.com/',
  'https://api.example.com./new',
  'https://api.example.com:8443/new',
  'https://api.example.com:/new',
  'http://api.example.com/new',
  'http://api.example.com:443/new',
  'ws://api.example.com/new',
  'ftp://api.example.com/new',
  'javascript:alert(1)',
  'data:text/plain,new',
  '\t//evil.example/',
  ' //evil.example/',
  '/\t/evil.example/',
  '/\n/evil.example/',
  'ht\ttps://evil.example/',
  '\nhttps://evil.example/',
  'https://api.example.com\n.evil.example/',
  'https://evil.example\t/',
]

test.each(ELSEWHERE)('%j is not followed: the redirect is the answer', async (location) => {
  const { world, auth } = await loggedIn()
  redirect(world, '/old', location)
  const response = await world.until(auth.request({ url: '/old' }))
  expect(response).toMatchObject({ statusCode: 302, header: { Location: location } })
  expect(paths(world)).toEqual(['/old'])
})

test.each([
  'https://api.example.com/new',
  'HTTPS://API.EXAMPLE.COM/new',
  'https://api.example.com:443/new',
  '//api.example.com/new',
  '//API.example.com:443/new',
])('%j is the same origin, written in another way', async (location) => {
  const { world, auth } = await loggedIn()
  redirect(world, '/old', location)
  expect(await world.until(auth.request({ url: '/old' }))).toEqual(ok)
  expect(tokens(world)).toEqual(['token-1', 'token-1'])
})

test('another origin is not followed though it is trusted: its redirects may lead anywhere', async () => {
  const { world, auth } = await loggedIn({ trustedOrigins: ['https://files.example.com'] })
  redirect(world, '/old', 'https://files.example.com/new')
  expect(await world.until(auth.request({ url: '/old' }))).toMatchObject({ statusCode: 302 })
  expect(paths(world)).toEqual(['/old'])
})

test('a chain that leaves the origin ends where it leaves', async () => {
  const { world, auth } = await loggedIn()
  redirect(world, '/0', '/1')
  redirect(world, '/1', 'https://evil.example/')
  const response = await world.until(auth.request({ url: '/0' }))
  expect(response).toMatchObject({ statusCode: 302, header: { Location: 'https://evil.example/' } })
  expect(paths(world)).toEqual(['/0', '/1'])
})

describe('an expiry at the end of a redirect', () => {
  test('is replayed from the beginning, and the new session is there all the way', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/public/old', '/new')
    world.server.expireAll()
    expect(await world.until(auth.request({ url: '/public/old' }))).toEqual(ok)
    expect(paths(world)).toEqual(['/public/old', '/new', '/login', '/public/old', '/new'])
    expect(tokens(world)).toEqual(['token-1', 'token-1', null, 'token-2', 'token-2'])
  })

  test('leaves the replay five redirects of its own', async () => {
    const { world, auth } = await loggedIn()
    for (let hop = 0; hop < 5; hop++)
      redirect(world, `/public/${hop}`, hop < 4 ? `/public/${hop + 1}` : '/end')
    world.server.expireAll()
    expect(await world.until(auth.request({ url: '/public/0' }))).toEqual(ok)
    expect(paths(world, '/end')).toHaveLength(2)
  })

  test('may be the redirect itself: `isExpired` is asked before it is followed', async () => {
    const { world, auth } = await loggedIn({ isExpired: ({ statusCode }) => statusCode === 302 })
    world.server.route('/orders', ({ token }) => (token === 'token-1' ? toLoginPage : { data: 'yours' }))
    const toLoginPage = { statusCode: 302, header: { Location: '/public/login.html' } }
    expect(await world.until(auth.request({ url: '/orders' }))).toMatchObject({ data: 'yours' })
    expect(paths(world)).toEqual(['/orders', '/login', '/orders'])
  })

  test('a second time is the end', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    world.server.route('/new', () => ({ statusCode: 401 }))
    const results = await world.until(outcomes([auth.request({ url: '/old' })]))
    expect(results).toEqual([refusal('SESSION_REJECTED')])
    expect(paths(world)).toEqual(['/old', '/new', '/login', '/old', '/new'])
  })
})

describe('between two redirects', () => {
  test('an abort ends the request', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/old', '/new')
    const task = auth.request({ url: '/old' })
    const result = outcomes([task])
    await world.advance(7)
    expect(paths(world)).toEqual(['/old', '/new'])
    task.abort()
    expect(await result).toEqual([refusal('ABORTED')])
    await world.advance(1000)
    expect(world.history.answers('/new')).toEqual([])
  })

  test('a logout ends it, and nothing is sent any more', async () => {
    const { world, auth } = await loggedIn()
    redirect(world, '/0', '/1')
    redirect(world, '/1', '/2')
    const result = outcomes([auth.request({ url: '/0' })])
    await world.advance(7)
    void auth.logout()
    expect(await result).toEqual([refusal('LOGGED_OUT')])
    await world.advance(1000)
    expect(paths(world)).toEqual(['/0', '/1'])
  })
})
