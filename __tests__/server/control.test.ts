import { describe, expect, test } from '@jest/globals'
import { request } from 'node:http'
import { post, send, setUp, until } from './support'

async function setUpControl() {
  const context = await setUp({ control: true })
  const control = (path: string, body?: unknown, headers?: Record<string, string>) =>
    post(`${context.url}/control/${path}`, body, headers)
  const counts = async () => JSON.parse((await context.api.get('/control/counts')).text) as unknown
  return { ...context, control, counts }
}

/** With a Host header of one's own, which fetch does not allow. */
function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers: { Host: host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('the switchboard', () => {
  test('is absent unless asked for', async () => {
    const { api } = await setUp()
    expect((await api.post('/control/expire-sessions')).status).toBe(404)
  })

  test('ends every session', async () => {
    const { api, login, control } = await setUpControl()
    const { token } = (await login('小明')).body
    await login('小红')
    expect((await control('expire-sessions')).body).toEqual({ expired: 2 })
    expect(await api.get('/me', token)).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
    expect((await control('expire-sessions')).body).toEqual({ expired: 0 })
  })

  test('replaces every session_key', async () => {
    const { login, control, wx, events } = await setUpControl()
    await login('小明')
    expect((await control('rotate-session-keys')).body).toEqual({ rotated: 1 })
    expect(events.at(-2)).toEqual({ type: 'sessionKeysRotated', count: 1 })
    expect((await wx('check-session', { user: '小明' })).body.valid).toBe(false)
  })

  test('has no keys to replace with the real WeChat', async () => {
    const { api } = await setUp({
      control: true,
      wechat: { appid: 'wx1', secret: 's', baseURL: 'http://127.0.0.1:1' },
    })
    expect(await api.post('/control/rotate-session-keys')).toMatchObject({
      status: 409,
      body: { code: 'NO_STAND_IN' },
    })
  })

  test('makes logins fail, without using up the code', async () => {
    const { api, getCode, control } = await setUpControl()
    const code = await getCode('小明')
    await control('login-mode', { mode: 'fail' })
    expect((await api.post('/login', { code })).status).toBe(500)
    await control('login-mode', { mode: 'ok' })
    expect((await api.post('/login', { code })).status).toBe(200)
  })

  test('holds logins until it is told otherwise, and tells of their arrival', async () => {
    const { api, getCode, control, counts, events } = await setUpControl()
    await control('login-mode', { mode: 'hang' })
    expect((await api.get('/control/login-mode')).body).toEqual({ mode: 'hang' })
    expect(events).toContainEqual({ type: 'loginMode', mode: 'hang' })
    let settled = false
    const pending = api.post('/login', { code: await getCode('小明') }).finally(() => {
      settled = true
    })
    await control('login-mode', { mode: 'hang' })
    while (((await counts()) as { exchanges: number }).exchanges === 0);
    expect(settled).toBe(false)
    expect(events).toContainEqual(expect.objectContaining({ type: 'codeReceived' }))
    await control('login-mode', { mode: 'ok' })
    expect((await pending).status).toBe(200)
  })

  test('forgets a held login whose client has left', async () => {
    const { url, getCode, control, events } = await setUpControl()
    await control('login-mode', { mode: 'hang' })
    const code = await getCode('小明')
    const abort = new AbortController()
    const body = JSON.stringify({ code })
    const headers = { 'Content-Type': 'application/json' }
    const pending = fetch(`${url}/login`, { method: 'POST', headers, body, signal: abort.signal })
    while (((await send(`${url}/control/counts`)).body as unknown as { exchanges: number }).exchanges === 0);
    abort.abort()
    await expect(pending).rejects.toThrow()
    await until(() => events.some((event) => event.type === 'request' && event.path === '/login'))
    expect(events.some(({ type }) => type === 'exchange' || type === 'failure')).toBe(false)
  })

  test.each([undefined, {}, { mode: 'off' }, { mode: 'ok', more: 1 }])(
    'refuses the mode %j',
    async (body) => {
      const { control } = await setUpControl()
      const { status } = await control('login-mode', body)
      expect([400, 415]).toContain(status)
    },
  )

  test('counts exchanges, codes, answers and tokens in URLs', async () => {
    const { api, login, control, counts } = await setUpControl()
    await login('before the reset')
    expect((await control('reset-counts')).status).toBe(204)
    const { token } = (await login('小明')).body
    await api.post('/login', { code: 'made-up' })
    await api.post('/login', { code: 'made-up' })
    await api.get('/orders', token)
    await api.get('/orders', token)
    await api.get('/orders')
    await api.get('/public')
    await api.get(`/public?third_Session=${token}`)
    await api.get(`/somewhere/${token}`)
    const tally = (ok: number, unauthorized: number) => ({
      total: ok + unauthorized,
      ok,
      unauthorized,
      other: 0,
    })
    expect(await counts()).toEqual({
      exchanges: 3,
      distinctCodes: 2,
      sends: tally(2, 1),
      byRoute: { 'POST /login': tally(1, 2), 'GET /orders': tally(2, 1), 'GET /public': tally(2, 0) },
      tokensInUrls: 2,
    })
  })
})

describe('who may use it', () => {
  test("a page of the server's own", async () => {
    const { url, control } = await setUpControl()
    expect((await control('expire-sessions', undefined, { Origin: url })).status).toBe(200)
  })

  test.each(['https://example.com', 'http://127.0.0.1:1', 'http://localhost', 'null', ''])(
    'not a page of %j',
    async (Origin) => {
      const { api, login, control } = await setUpControl()
      const { token } = (await login('小明')).body
      expect(await control('expire-sessions', undefined, { Origin })).toMatchObject({
        status: 403,
        body: { code: 'FOREIGN_ORIGIN' },
      })
      expect((await api.get('/me', token)).status).toBe(200)
    },
  )

  test.each(['example.com', 'example.com:8080', '127.0.0.1.example.com', '192.168.1.2'])(
    'not under the name %s',
    async (host) => {
      const { url } = await setUpControl()
      expect(await statusWithHost(`${url}/control/expire-sessions`, host)).toBe(403)
    },
  )

  test.each(['localhost', 'localhost:8080', '127.0.0.1', '[::1]:8080'])('under the name %s', async (host) => {
    const { url } = await setUpControl()
    expect(await statusWithHost(`${url}/control/expire-sessions`, host)).toBe(200)
  })
})
