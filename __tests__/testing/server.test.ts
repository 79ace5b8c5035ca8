import { describe, expect, test } from '@jest/globals'
import { createWorld, type World } from '../../src/testing'
import { API, ended } from './support'

interface Sent {
  url: string
  method?: 'GET' | 'POST'
  data?: object
  token?: string
}

interface Answer {
  statusCode: number
  data: unknown
  header: Record<string, string>
}

async function send(world: World, { url, method, data, token }: Sent) {
  const header = token ? { Authorization: `Bearer ${token}` } : undefined
  const call = ended((callbacks) =>
    world.wx.request({ url: url.startsWith('/') ? API + url : url, method, data, header, ...callbacks }),
  )
  return (await world.until(call)).result as Answer
}

async function login(world: World) {
  const data = { code: world.wechat.createCode() }
  return (await send(world, { url: '/login', method: 'POST', data })).data
}

test('any path but the public ones needs a token that is valid', async () => {
  const world = createWorld()
  const token = world.server.issue()
  expect(await send(world, { url: '/orders' })).toMatchObject({
    statusCode: 401,
    data: { code: 'SESSION_EXPIRED' },
  })
  expect((await send(world, { url: '/orders', token: 'made-up' })).statusCode).toBe(401)
  expect(await send(world, { url: '/orders', token })).toMatchObject({
    statusCode: 200,
    data: { url: `${API}/orders` },
  })
  expect((await send(world, { url: '/public/news' })).statusCode).toBe(200)
  expect((await send(world, { url: '/publication' })).statusCode).toBe(401)
})

test('revoke ends one session, expireAll ends all', async () => {
  const world = createWorld()
  const [a, b] = [world.server.issue(), world.server.issue()]
  const statuses = async () => [
    (await send(world, { url: '/a', token: a })).statusCode,
    (await send(world, { url: '/a', token: b })).statusCode,
  ]
  world.server.revoke(a)
  expect(await statuses()).toEqual([401, 200])
  world.server.expireAll()
  expect(await statuses()).toEqual([401, 401])
})

test('expiresIn: what a login says, and what holds, by the true time', async () => {
  const world = createWorld({ server: { expiresIn: 60 } })
  const { token, expiresIn } = (await login(world)) as { token: string; expiresIn: number }
  expect(expiresIn).toBe(60)
  world.jump(3_600_000)
  await world.advance(59_000)
  expect((await send(world, { url: '/a', token })).statusCode).toBe(200)
  await world.advance(1000)
  expect((await send(world, { url: '/a', token })).statusCode).toBe(401)
})

test('a refresh token gives a new session, once', async () => {
  const world = createWorld({ server: { refreshTokens: true } })
  const first = (await login(world)) as { refreshToken: string }
  const refresh = (refreshToken: string) =>
    send(world, { url: '/refresh', method: 'POST', data: { refreshToken } })
  expect(await refresh(first.refreshToken)).toMatchObject({
    statusCode: 200,
    data: { token: 'token-2', refreshToken: 'refresh-2' },
  })
  expect((await refresh(first.refreshToken)).statusCode).toBe(401)
  expect((await refresh('refresh-2')).statusCode).toBe(200)
  expect(await login(createWorld())).not.toHaveProperty('refreshToken')
})

test('oneTokenPerUser: a login ends the user’s other sessions, and nobody else’s', async () => {
  const world = createWorld({ server: { oneTokenPerUser: true } })
  const { token } = (await login(world)) as { token: string }
  const other = world.server.issue('openid-2')
  await login(world)
  expect((await send(world, { url: '/a', token })).statusCode).toBe(401)
  expect((await send(world, { url: '/a', token: other })).statusCode).toBe(200)
})

test('POST /logout ends the session that asks', async () => {
  const world = createWorld()
  const token = world.server.issue()
  expect((await send(world, { url: '/logout', method: 'POST', token })).statusCode).toBe(204)
  expect((await send(world, { url: '/a', token })).statusCode).toBe(401)
})

describe('routes', () => {
  test('are behind the session, by method and path, the newest first, until removed', async () => {
    const world = createWorld()
    const token = world.server.issue()
    world.server.route('/orders', () => ({ data: 'any' }))
    const remove = world.server.route('post', '/orders', ({ data }) => ({
      statusCode: 201,
      data: [data as unknown],
    }))
    world.server.route('GET', /^\/orders\/\d+$/g, ({ path }) => ({ data: path }))
    expect((await send(world, { url: '/orders' })).statusCode).toBe(401)
    expect((await send(world, { url: '/orders', token })).data).toBe('any')
    expect(await send(world, { url: '/orders', method: 'POST', data: { a: 1 }, token })).toMatchObject({
      statusCode: 201,
      data: [{ a: 1 }],
    })
    for (const path of ['/orders/1', '/orders/2'])
      expect((await send(world, { url: path, token })).data).toBe(path)
    remove()
    expect((await send(world, { url: '/orders', method: 'POST', token })).data).toBe('any')
  })

  test('know the request: query, header in lower case, token, user', async () => {
    const world = createWorld()
    const token = world.server.issue('openid-9')
    world.server.route('/a', ({ query, header, token: given, openid }) => ({
      data: { query, header, given, openid },
    }))
    expect((await send(world, { url: '/a?b=c=d&e=%E4%BD%A0', token })).data).toEqual({
      query: { b: 'c=d', e: '你' },
      header: { authorization: `Bearer ${token}` },
      given: token,
      openid: 'openid-9',
    })
  })

  test('are after the base URL, and on any other origin the whole path', async () => {
    const world = createWorld({ server: { baseURL: 'https://my.example.com/api/v1/' } })
    world.server.route('/public', ({ path }) => ({ data: path }))
    expect((await send(world, { url: 'https://my.example.com/api/v1/public' })).data).toBe('/public')
    expect((await send(world, { url: 'https://other.example.com/public' })).data).toBe('/public')
    expect((await send(world, { url: 'https://my.example.com/public-api' })).statusCode).toBe(401)
  })

  test('/login itself can be answered otherwise', async () => {
    const world = createWorld()
    world.server.route('POST', '/login', () => ({ statusCode: 503, header: { 'Retry-After': '7' } }))
    expect(await send(world, { url: '/login', method: 'POST' })).toMatchObject({
      statusCode: 503,
      header: { 'Retry-After': '7' },
    })
  })
})

test('a token may be elsewhere than in Authorization', async () => {
  const world = createWorld({ server: { tokenOf: ({ query }) => query.sid ?? null } })
  const token = world.server.issue()
  expect((await send(world, { url: `/a?sid=${token}` })).statusCode).toBe(200)
  expect((await send(world, { url: '/a', token })).statusCode).toBe(401)
})

test('the Date header is of the server’s clock, whatever the device’s says', async () => {
  const world = createWorld({ start: Date.UTC(2024, 0, 1), server: { skew: 3_600_000 } })
  world.jump(-86_400_000)
  const { header } = await send(world, { url: '/public' })
  expect(header.Date).toBe('Mon, 01 Jan 2024 01:00:00 GMT')
})

test('everything is counted', async () => {
  const world = createWorld()
  await login(world)
  await send(world, { url: '/a' })
  await send(world, { url: '/a' })
  expect([world.server.count(), world.server.count('/login'), world.server.count('/a')]).toEqual([3, 1, 2])
})

test('settings can change in the course of a test', async () => {
  const world = createWorld()
  world.server.publicPaths.push('/news')
  world.server.user = { name: '小红' }
  expect((await send(world, { url: '/news' })).statusCode).toBe(200)
  expect(await login(world)).toMatchObject({ user: { name: '小红' } })
  expect((await send(createWorld(), { url: '/news' })).statusCode).toBe(401)
})
