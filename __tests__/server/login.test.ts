import { describe, expect, test } from '@jest/globals'
import { openDatabase } from '../../examples/server/store/database'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUp, post, setUp } from './support'

const MINUTES = 60_000

async function databaseFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'server-'))
  cleanUp(() => rm(folder, { recursive: true }))
  return join(folder, 'new', 'folder', 'server.db')
}

describe('POST /login', () => {
  test('exchanges a code for a token, its life in seconds and the user', async () => {
    const { login } = await setUp()
    const { status, body, headers } = await login('小明')
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['token', 'expiresIn', 'user'])
    expect(body.token).toMatch(/^[\w-]{43}$/)
    expect(body.expiresIn).toBe(7200)
    expect(body.user).toEqual({
      id: expect.any(String),
      name: null,
      nickName: null,
      avatarUrl: null,
      phoneNumber: null,
    })
    expect(headers.get('Cache-Control')).toBe('no-store')
  })

  test("bears a Date header of the server's own clock", async () => {
    const { login, clock } = await setUp()
    const { headers } = await login('小明')
    expect(Date.parse(headers.get('Date') ?? '')).toBe(clock.now)
  })

  test('gives one WeChat user one account and a new token each time', async () => {
    const { login } = await setUp()
    const [first, second, other] = [await login('小明'), await login('小明'), await login('小红')]
    expect(second.body.user.id).toBe(first.body.user.id)
    expect(second.body.token).not.toBe(first.body.token)
    expect(other.body.user.id).not.toBe(first.body.user.id)
  })

  test('two first logins at a time create one account', async () => {
    const { login } = await setUp()
    const [first, second] = await Promise.all([login('小明'), login('小明')])
    expect(first.status).toBe(200)
    expect(second.body.user.id).toBe(first.body.user.id)
  })

  test('refuses an unknown code', async () => {
    const { api } = await setUp()
    expect(await api.post('/login', { code: 'made-up' })).toMatchObject({
      status: 401,
      body: { code: 'CODE_INVALID' },
    })
  })

  test('refuses a code the second time', async () => {
    const { api, getCode } = await setUp()
    const code = await getCode('小明')
    expect((await api.post('/login', { code })).status).toBe(200)
    expect(await api.post('/login', { code })).toMatchObject({ status: 401, body: { code: 'CODE_USED' } })
  })

  test('accepts a code for five minutes', async () => {
    const { api, getCode, clock } = await setUp()
    const [early, late] = [await getCode('小明'), await getCode('小明')]
    clock.now += 5 * MINUTES - 1
    expect((await api.post('/login', { code: early })).status).toBe(200)
    clock.now += 1
    expect(await api.post('/login', { code: late })).toMatchObject({
      status: 401,
      body: { code: 'CODE_EXPIRED' },
    })
  })

  test('accepts the code of DevTools without an appid any number of times, as one user', async () => {
    const { api } = await setUp()
    const code = 'the code is a mock one'
    const [first, second] = [await api.post('/login', { code }), await api.post('/login', { code })]
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.user.id).toBe(first.body.user.id)
  })

  test.each([
    [[45011], 429, 'RATE_LIMITED', '60'],
    [[40226], 403, 'USER_BLOCKED', null],
    [[40013], 502, 'WECHAT_MISCONFIGURED', null],
    [[40125], 502, 'WECHAT_MISCONFIGURED', null],
    [[48001], 502, 'WECHAT_ERROR', null],
  ])('when WeChat answers %j the client gets %i %s', async (errcodes, status, code, retryAfter) => {
    const { login, scriptWeChat } = await setUp()
    await scriptWeChat(errcodes)
    const answer = await login('小明')
    expect(answer.status).toBe(status)
    expect(answer.body.code).toBe(code)
    expect(answer.headers.get('Retry-After')).toBe(retryAfter)
  })

  test('answers 503 when WeChat cannot be reached', async () => {
    const closed = await setUp()
    await closed.server.close()
    const wechat = { appid: 'wx1', secret: 's', baseURL: closed.standIn?.url }
    const { api, standIn } = await setUp({ wechat })
    expect(standIn).toBeNull()
    expect(await api.post('/login', { code: 'any' })).toMatchObject({
      status: 503,
      body: { code: 'WECHAT_UNREACHABLE' },
    })
  })
})

describe('a session', () => {
  test('opens the protected routes, and no other token does', async () => {
    const { api, login } = await setUp()
    const { token } = (await login('小明')).body
    const { status, text } = await api.get('/orders', token)
    expect(status).toBe(200)
    expect(text).toContain('龙井')
    const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`
    expect(await api.get('/orders', other)).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
    expect(await api.get('/orders')).toMatchObject({ status: 401, body: { code: 'SESSION_MISSING' } })
  })

  test('is not needed for public data', async () => {
    const { api } = await setUp()
    const { status, text } = await api.get('/public')
    expect(status).toBe(200)
    expect(text).toContain('盖碗')
  })

  test('ends when its time is up, to the millisecond', async () => {
    const { api, login, clock } = await setUp({ sessionTtl: 2 })
    const { token, expiresIn } = (await login('小明')).body
    expect(expiresIn).toBe(2)
    clock.now += 1999
    expect((await api.get('/me', token)).status).toBe(200)
    clock.now += 1
    expect(await api.get('/me', token)).toMatchObject({ status: 401, body: { code: 'SESSION_EXPIRED' } })
  })

  test('ends with a logout, and others of the same user do not', async () => {
    const { api, login } = await setUp()
    const [phone, tablet] = [(await login('小明')).body.token, (await login('小明')).body.token]
    expect((await api.post('/logout', undefined, phone)).status).toBe(204)
    expect((await api.get('/me', phone)).status).toBe(401)
    expect((await api.get('/me', tablet)).status).toBe(200)
  })

  test('outlives a restart of the server', async () => {
    const databasePath = await databaseFile()
    const before = await setUp({ databasePath })
    const { token, user } = (await before.login('小明')).body
    await before.server.close()
    const after = await setUp({ databasePath })
    expect((await after.api.get('/me', token)).body.user).toEqual(user)
  })
})

describe('the database', () => {
  test('holds hashes of tokens and tickets only', async () => {
    const databasePath = await databaseFile()
    const open = await setUp({ databasePath })
    const { token } = (await open.login('小明')).body
    await open.server.close()
    const binding = await setUp({ databasePath, requireBinding: true })
    const { ticket } = (await binding.login('小红')).body.unbound
    await binding.server.close()

    const database = openDatabase(databasePath)
    const rows = ['users', 'identities', 'sessions', 'tickets'].map((table) =>
      database.prepare(`SELECT * FROM ${table}`).all(),
    )
    database.close()
    expect(rows.map((table) => table.length)).toEqual([1, 1, 1, 1])
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).not.toContain(ticket)
  })

  test('loses sessions that have ended at the next login', async () => {
    const databasePath = await databaseFile()
    const { login, clock, server } = await setUp({ databasePath, sessionTtl: 60 })
    await login('小明')
    await login('小红')
    clock.now += 60_000
    await login('小明')
    await server.close()
    const database = openDatabase(databasePath)
    expect(database.prepare('SELECT * FROM sessions').all()).toHaveLength(1)
    database.close()
  })
})

test('a value that looks like SQL is stored as it is', async () => {
  const { api, login } = await setUp()
  const { token } = (await login("'); DROP TABLE users; --")).body
  const nickName = `Robert'); DROP TABLE users; --`
  await api.post('/me/profile', { userInfo: { nickName, avatarUrl: '' } }, token)
  expect((await api.get('/me', token)).body.user.nickName).toBe(nickName)
})

test('a login by one user does not answer with the token of another', async () => {
  const { login, api } = await setUp()
  const names = Array.from({ length: 20 }, (_, n) => `user ${n}`)
  const logins = await Promise.all(names.map(login))
  const users = await Promise.all(logins.map(({ body }) => api.get('/me', body.token)))
  expect(users.map(({ body }) => body.user.id)).toEqual(logins.map(({ body }) => body.user.id))
  expect(new Set(users.map(({ body }) => body.user.id)).size).toBe(20)
})

test('the scheme of the Authorization header may be written in any case', async () => {
  const { url, login } = await setUp()
  const { token } = (await login('小明')).body
  expect((await post(`${url}/logout`, undefined, { Authorization: `bearer ${token}` })).status).toBe(204)
})
