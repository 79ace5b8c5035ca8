import { describe, expect, test } from '@jest/globals'
import { connect } from 'node:net'
import { once } from 'node:events'
import { send, setUp } from './support'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const KILOBYTE = 1024
const BODY_ROUTES = ['/login', '/bind', '/me/profile', '/me/phone']
const TICKET = 'A'.repeat(43)
const IV = Buffer.alloc(16).toString('base64')

/** Bodies that no route may take. */
const MALFORMED: [name: string, init: RequestInit, status: number, code: string][] = [
  ['no body', { headers: JSON_TYPE }, 400, 'INVALID_JSON'],
  ['half a document', { headers: JSON_TYPE, body: '{"code":' }, 400, 'INVALID_JSON'],
  ['text after the document', { headers: JSON_TYPE, body: '{} {}' }, 400, 'INVALID_JSON'],
  ['null', { headers: JSON_TYPE, body: 'null' }, 400, 'INVALID_BODY'],
  ['a string', { headers: JSON_TYPE, body: '"code"' }, 400, 'INVALID_BODY'],
  ['an array', { headers: JSON_TYPE, body: '[]' }, 400, 'INVALID_BODY'],
  ['an empty object', { headers: JSON_TYPE, body: '{}' }, 400, 'INVALID_BODY'],
  ['an unknown field only', { headers: JSON_TYPE, body: '{"admin":true}' }, 400, 'INVALID_BODY'],
  ['a __proto__ key', { headers: JSON_TYPE, body: '{"__proto__":{"code":"x"}}' }, 400, 'INVALID_JSON'],
  ['a deep __proto__ key', { headers: JSON_TYPE, body: '{"a":[{"__proto__":1}]}' }, 400, 'INVALID_JSON'],
  [
    'a constructor key',
    { headers: JSON_TYPE, body: '{"constructor":{"prototype":{}}}' },
    400,
    'INVALID_BODY',
  ],
  ['a deep nesting', { headers: JSON_TYPE, body: '['.repeat(30_000) + ']'.repeat(30_000) }, 400, 'INVALID'],
  ['invalid UTF-8', { headers: JSON_TYPE, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, 400, 'INVALID_UTF8'],
  ['no content type', { body: Buffer.from('{}') }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
  ['text/plain', { headers: { 'Content-Type': 'text/plain' }, body: '{}' }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
  ['a form', { body: new URLSearchParams({ code: 'x' }) }, 415, 'UNSUPPORTED_CONTENT_TYPE'],
  [
    'a type that only starts like JSON',
    { headers: { 'Content-Type': 'application/jsonx' }, body: '{}' },
    415,
    'UNSUPPORTED_CONTENT_TYPE',
  ],
  [
    '65 KB',
    { headers: JSON_TYPE, body: JSON.stringify({ code: 'x'.repeat(65 * KILOBYTE) }) },
    413,
    'BODY_TOO_LARGE',
  ],
  [
    '8 MB',
    { headers: JSON_TYPE, body: JSON.stringify({ code: 'x'.repeat(8192 * KILOBYTE) }) },
    413,
    'BODY_TOO_LARGE',
  ],
]

/** Bodies of the right shape with one thing wrong. */
const MISFITS: [route: string, body: unknown][] = [
  ['/login', { code: 1 }],
  ['/login', { code: null }],
  ['/login', { code: '' }],
  ['/login', { code: ['x'] }],
  ['/login', { code: 'x'.repeat(513) }],
  ['/login', { code: 'x', admin: true }],
  ['/bind', { ticket: TICKET }],
  ['/bind', { name: '小明' }],
  ['/bind', { ticket: 'short', name: '小明' }],
  ['/bind', { ticket: TICKET, name: '' }],
  ['/bind', { ticket: TICKET, name: '   ' }],
  ['/bind', { ticket: TICKET, name: 'a\u0000b' }],
  ['/bind', { ticket: TICKET, name: '\ud800' }],
  ['/bind', { ticket: TICKET, name: 'x'.repeat(33) }],
  ['/bind', { ticket: TICKET, name: { toString: 'x' } }],
  ['/bind', { ticket: TICKET, name: 'x', phoneCode: 'y' }],
  ['/bind', { ticket: [TICKET], phoneCode: 'y' }],
  ['/me/profile', { userInfo: null }],
  ['/me/profile', { userInfo: { nickName: 'x' } }],
  ['/me/profile', { userInfo: { nickName: 1, avatarUrl: '' } }],
  ['/me/profile', { userInfo: { nickName: 'x'.repeat(65), avatarUrl: '' } }],
  ['/me/profile', { userInfo: { nickName: 'x', avatarUrl: 'javascript:alert(1)' } }],
  ['/me/profile', { userInfo: { nickName: 'x', avatarUrl: 'wxfile://tmp/1.png' } }],
  ['/me/profile', { userInfo: { nickName: 'x', avatarUrl: 'https://a.cn/\u0000' } }],
  ['/me/profile', { userInfo: { nickName: 'x', avatarUrl: '' }, role: 'admin' }],
  ['/me/profile', { rawData: '{}', signature: 'x', encryptedData: IV, iv: IV }],
  ['/me/profile', { rawData: '{}', signature: '0'.repeat(40), encryptedData: IV }],
  ['/me/profile', { rawData: {}, signature: '0'.repeat(40), encryptedData: IV, iv: IV }],
  ['/me/phone', { code: 1 }],
  ['/me/phone', { code: '' }],
  ['/me/phone', { encryptedData: IV }],
  ['/me/phone', { encryptedData: 'not base64!', iv: IV }],
  ['/me/phone', { encryptedData: '', iv: IV }],
  ['/me/phone', { encryptedData: 'AAAA', iv: IV }],
  ['/me/phone', { encryptedData: IV, iv: '' }],
  ['/me/phone', { encryptedData: IV, iv: 'AAAA' }],
  ['/me/phone', { encryptedData: IV, iv: 'not base64!' }],
  ['/me/phone', { encryptedData: IV, iv: IV, code: 'x' }],
]

const WRONG_METHODS = [
  ['GET', '/login'],
  ['PUT', '/login'],
  ['GET', '/bind'],
  ['DELETE', '/me'],
  ['POST', '/me'],
  ['GET', '/me/profile'],
  ['PUT', '/me/phone'],
  ['GET', '/logout'],
  ['POST', '/orders'],
  ['POST', '/public'],
  ['OPTIONS', '/login'],
] as const

async function setUpCaller() {
  const context = await setUp()
  const { token } = (await context.login('小明')).body
  const ask = (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    return send(context.url + path, { ...init, headers })
  }
  const expectAlive = async () => {
    expect((await context.api.get('/me', token)).status).toBe(200)
    expect(context.events.filter(({ type }) => type === 'failure')).toEqual([])
  }
  return { ...context, token, ask, expectAlive }
}

describe.each(BODY_ROUTES)('POST %s', (route) => {
  test('answers every malformed body with a 4xx, a code and a message', async () => {
    const { ask, expectAlive } = await setUpCaller()
    for (const [name, init, status, code] of MALFORMED) {
      const answer = await ask(route, { ...init, method: 'POST' })
      expect([name, answer.status]).toEqual([name, status])
      expect(answer.body.code).toMatch(new RegExp(`^${code}`))
      expect(answer.body.message).toMatch(/\.$/)
    }
    await expectAlive()
  })

  test('answers every body with one thing wrong with a 400', async () => {
    const { ask, expectAlive } = await setUpCaller()
    const misfits = MISFITS.filter(([of]) => of === route).map(([, body]) => JSON.stringify(body))
    expect(misfits.length).toBeGreaterThan(5)
    for (const body of misfits) {
      const answer = await ask(route, { method: 'POST', headers: JSON_TYPE, body })
      expect([body, answer.status, answer.body.code]).toEqual([body, 400, 'INVALID_BODY'])
      expect(Object.keys(answer.body)).toEqual(['code', 'message'])
    }
    await expectAlive()
  })

  test('answers a body of unknown length that grows too large with 413', async () => {
    const { url, token, expectAlive } = await setUpCaller()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += KILOBYTE
        if (sent > 1000 * KILOBYTE) controller.close()
        else controller.enqueue(new Uint8Array(KILOBYTE).fill(0x20))
      },
    })
    const headers = { ...JSON_TYPE, Authorization: `Bearer ${token}` }
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' }
    expect(await send(url + route, init)).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } })
    await expectAlive()
  })
})

test('the message names the wrong field of the form that was meant', async () => {
  const { ask } = await setUpCaller()
  const body = JSON.stringify({ userInfo: { nickName: 1, avatarUrl: '' } })
  const { message } = (await ask('/me/profile', { method: 'POST', headers: JSON_TYPE, body })).body
  expect(message).toContain('`userInfo.nickName`')
  expect(message).not.toContain('rawData')
})

test.each(WRONG_METHODS)('%s %s is a 405 that names the right method', async (method, path) => {
  const { ask } = await setUpCaller()
  const answer = await ask(path, { method })
  expect(answer).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
  expect(answer.headers.get('Allow')).toMatch(/GET|POST/)
})

test.each([
  '/nothing',
  '/login/',
  '/me/%00',
  '/%ff',
  '/me/../../etc/passwd',
  '//',
  '/control/counts',
  '/client/login',
])('%s is a 404', async (path) => {
  const { ask, expectAlive } = await setUpCaller()
  expect(await ask(path, {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  await expectAlive()
})

test.each(['', 'Bearer', 'Bearer ', 'Basic eDp5', 'Bearer a b', 'token'])(
  'Authorization: %j is no session',
  async (authorization) => {
    const { url } = await setUp()
    const answer = await send(`${url}/orders`, { headers: { Authorization: authorization } })
    expect(answer).toMatchObject({ status: 401, body: { code: 'SESSION_MISSING' } })
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
  },
)

test.each(["' OR 1=1 --", 'x', 'A'.repeat(43), 'A'.repeat(8000), '%00'])(
  'Bearer %s is an ended session',
  async (token) => {
    const { api } = await setUp()
    // A header may hold no blanks within the token.
    const answer = await api.get('/orders', token.replaceAll(' ', '_'))
    expect(answer).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
  },
)

test.each([
  ['a request line that is none', 'nonsense\r\n\r\n'],
  ['a Host that is none', 'GET /public HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
  ['two body lengths', 'POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
])('%s is a 400', async (_, request) => {
  const { server, expectAlive } = await setUpCaller()
  const socket = connect(server.port, '127.0.0.1')
  socket.end(request)
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  expect(chunk.toString()).toMatch(/^HTTP\/1.1 400 /)
  await expectAlive()
})

test('no event holds a token, a code, a ticket or a phone number', async () => {
  const { api, wx, getCode, login, url, events } = await setUp()
  const code = await getCode('小明')
  const { token } = (await api.post('/login', { code })).body
  const phone = (await wx('phone-number', { user: '小明' })).body
  await api.post('/me/phone', { code: phone.code }, token)
  await api.post('/me/phone', { encryptedData: phone.encryptedData, iv: phone.iv }, token)
  await api.get(`/orders?token=${token}`)
  await api.get(`/orders/${token}`)
  await api.post('/login', { code })
  await login('小红')
  await send(`${url}/orders`, { headers: { Authorization: `Bearer ${token}x` } })
  const log = JSON.stringify(events)
  for (const secret of [code, token, phone.code, phone.encryptedData, phone.iv]) {
    expect(log).not.toContain(secret.slice(0, 12))
  }
  expect(log).not.toMatch(/138\d{8}/)
  expect(events.length).toBeGreaterThan(10)
})
