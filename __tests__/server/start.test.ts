import { describe, expect, test } from '@jest/globals'
import { Hono } from 'hono'
import { readConfig } from '../../examples/server/config'
import { isLoopbackHost } from '../../examples/server/http/loopback'
import { formatEvent, isToldBefore, startServer } from '../../examples/server/start'
import { cleanUp, send, setUp } from './support'

describe('startServer', () => {
  test('without a port of its own takes the next free one, and says so', async () => {
    const first = await setUp({ port: undefined })
    const second = await setUp({ port: undefined })
    expect(second.server.port).toBeGreaterThan(first.server.port)
    expect((await second.api.get('/public')).status).toBe(200)
    expect(second.events[0]).toEqual({ type: 'portTaken', port: 8080, instead: second.server.port })
  })

  test('takes the port that it is given, or none', async () => {
    const { server } = await setUp()
    await expect(setUp({ port: server.port })).rejects.toThrow(
      `Port ${server.port} of 127.0.0.1 is taken: name another as PORT`,
    )
  })

  test('mounts further routes after its own', async () => {
    const routes = new Hono()
    routes.get('/page', (c) => c.html('<p>page</p>'))
    routes.get('/public', (c) => c.text('hidden'))
    const { api } = await setUp({ routes })
    expect((await api.get('/page')).text).toBe('<p>page</p>')
    expect((await api.get('/public')).body).toHaveProperty('products')
  })

  test('answers a failure of a further route with 500, and reports where without what', async () => {
    const routes = new Hono()
    routes.get('/broken', () => {
      throw new TypeError('a secret')
    })
    const { api, events } = await setUp({ routes })
    expect(await api.get('/broken')).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } })
    expect(events).toContainEqual({
      type: 'failure',
      error: 'TypeError',
      at: expect.stringContaining('start.test'),
    })
    expect(JSON.stringify(events)).not.toContain('a secret')
  })

  test('close() ends logins that are held, the stand-in and the sockets, and may be called again', async () => {
    const { server, api, url, getCode, standIn } = await setUp({ control: true })
    await api.post('/control/login-mode', { mode: 'hang' })
    const held = api.post('/login', { code: await getCode('小明') })
    held.catch(() => undefined)
    let exchanges = 0
    while (exchanges === 0) {
      exchanges = (JSON.parse((await api.get('/control/counts')).text) as { exchanges: number }).exchanges
    }
    await server.close()
    await expect(held).rejects.toThrow()
    await expect(send(`${url}/public`)).rejects.toThrow()
    await expect(send(`${standIn?.url ?? ''}/client/avatar`)).rejects.toThrow()
    await server.close()
  })

  test('leaves nothing running when it cannot listen', async () => {
    await expect(startServer({ host: '203.0.113.1', port: 0, databasePath: ':memory:' })).rejects.toThrow()
  })

  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', '127.0.0.1.example.com'])(
    'has no control on %s, where others reach it',
    async (host) => {
      await expect(startServer({ host, port: 0, databasePath: ':memory:', control: true })).rejects.toThrow(
        `\`control\` needs a loopback \`host\`, and ${host} is none`,
      )
    },
  )

  test.each(['127.0.0.1', 'localhost', '::1'])('has control on %s', async (host) => {
    expect(isLoopbackHost(host)).toBe(true)
    if (host === '::1') return
    const { url } = await setUp({ host, control: true })
    expect((await send(`${url}/control/counts`)).status).toBe(200)
  })

  test('two servers share one database file', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises')
    const folder = await mkdtemp(`${(await import('node:os')).tmpdir()}/server-`)
    cleanUp(() => rm(folder, { recursive: true }))
    const databasePath = `${folder}/server.db`
    const [first, second] = [await setUp({ databasePath }), await setUp({ databasePath })]
    const { token } = (await first.login('小明')).body
    expect((await second.api.get('/me', token)).status).toBe(200)
    await second.api.post('/logout', undefined, token)
    expect((await first.api.get('/me', token)).status).toBe(401)
  })
})

describe('the environment', () => {
  test('an empty one stands for the defaults', () => {
    const given = Object.entries(readConfig({ PORT: '', PATH: '/bin' })).filter(
      ([, value]) => value !== undefined,
    )
    expect(given).toEqual([['requireBinding', false]])
  })

  test('every variable is heeded', () => {
    const env = {
      HOST: '0.0.0.0',
      PORT: '3000',
      DATABASE_PATH: 'a.db',
      SESSION_TTL: '5',
      REQUIRE_BINDING: '1',
      WX_APPID: 'wx1',
      WX_SECRET: 's',
    }
    expect(readConfig(env)).toEqual({
      host: '0.0.0.0',
      port: 3000,
      databasePath: 'a.db',
      sessionTtl: 5,
      requireBinding: true,
      wechat: { appid: 'wx1', secret: 's' },
    })
  })

  test.each([
    [{ PORT: 'x' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ SESSION_TTL: '0' }, /SESSION_TTL/],
    [{ REQUIRE_BINDING: 'yes' }, /REQUIRE_BINDING/],
    [{ WX_APPID: 'wx1' }, /WX_SECRET/],
    [{ WX_SECRET: 's' }, /WX_APPID/],
  ])('%j is refused by name', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })
})

test('a rejected session is told in one line', async () => {
  const { api, events } = await setUp()
  await api.get('/orders')
  expect(events.filter((event) => !isToldBefore(event)).map(formatEvent)).toEqual([
    'GET /orders → SESSION_MISSING, no session',
  ])
})

test('a path that is not known is not told in full, as it may hold a secret', async () => {
  const { api, events } = await setUp()
  await api.get('/token=abc')
  expect(events.map(formatEvent)).toEqual(['GET /tok… → 404'])
})

test('a login reads as a few lines of English', async () => {
  const { login, events } = await setUp()
  await login('小明')
  expect(events.map(formatEvent)).toEqual([
    expect.stringMatching(/^login code .{4}… arrived$/),
    expect.stringMatching(/^login code .{4}… sent to WeChat$/),
    expect.stringMatching(/^account created for o.{3}…$/),
    expect.stringMatching(/^session .{4}… created for o.{3}…, ends in 7200 s$/),
    'POST /login → 200',
  ])
})
