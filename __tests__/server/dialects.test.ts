import { describe, expect, test } from '@jest/globals'
import { createApp } from '../../examples/server/app'
import { DIALECT_ROUTES } from '../../examples/server/dialects'
import { openDatabase } from '../../examples/server/store/database'
import { createSessions } from '../../examples/server/store/sessions'
import { speak, type Json } from './dialects-support'
import { cleanUp, send } from './support'

describe('every dialect', () => {
  /** The backend with a WeChat client that breaks as nobody foresaw. */
  function createBroken() {
    const database = openDatabase(':memory:')
    cleanUp(() => Promise.resolve(database.close()))
    const fail = () => Promise.reject(new TypeError('secret'))
    return createApp({
      database,
      wechat: { codeToSession: fail, getPhoneNumber: fail },
      appid: 'wx1',
      sessions: createSessions(database, Date.now, 1),
      requireBinding: false,
      now: Date.now,
      onEvent: () => undefined,
    })
  }

  test('is counted: the list of routes is what is served', () => {
    const served = createBroken().routes.filter(
      ({ method, path }) => method !== 'ALL' && path.startsWith('/dialects/'),
    )
    expect(new Set(served.map(({ path }) => path))).toEqual(new Set(DIALECT_ROUTES))
  })

  test.each<[string, string, (server: Awaited<ReturnType<typeof speak>>) => Promise<Json>]>([
    ['third-session', '/login', async ({ code }) => ({ code: await code() })],
    [
      'one-exchange',
      '/login',
      async ({ code, encrypted }) => ({ code: await code(), ...(await encrypted()) }),
    ],
    ['user-info', '/login', async ({ code }) => ({ code: await code() })],
    [
      'business-code',
      '/login',
      async ({ get, code, encrypted }) => {
        const { data } = (await get(`/code?code=${encodeURIComponent(await code())}`)).body
        return { uuid: (data as Json).uuid, ...(await encrypted()) }
      },
    ],
  ])('where accounts have to be bound, opens none: %s', async (dialect, path, body) => {
    const server = await speak(dialect, { requireBinding: true })
    const { events, api, login } = server
    const types = () => events.map(({ type }) => type)
    const refused = await server.post(path, await body(server))
    expect(JSON.stringify(refused)).toMatch(/NOT_BOUND|请先绑定账号|Bind one first/)
    expect(types()).not.toContain('accountCreated')
    expect(types()).not.toContain('sessionCreated')
    const { ticket } = (await login('小明')).body.unbound
    await api.post('/bind', { ticket, name: '王小明' })
    const sessions = types().filter((type) => type === 'sessionCreated').length
    await server.post(path, await body(server))
    expect(types().filter((type) => type === 'sessionCreated')).toHaveLength(sessions + 1)
    expect(types()).not.toContain('accountCreated')
  })

  test('does not call a bug of the server a refusal: 500, without details', async () => {
    const response = await createBroken().request('/dialects/unbound/login?code=a')
    expect(response.status).toBe(500)
    expect(await response.text()).toBe(
      '{"code":"INTERNAL_ERROR","message":"The server failed. Try again later."}',
    )
  })

  test('answers what no cache may keep, and leaks neither session_key nor openid', async () => {
    const { url, code, exchange } = await speak('unbound')
    const { openid, session_key } = await exchange(await code())
    const { headers, text } = await send(
      `${url}/dialects/unbound/login?code=${encodeURIComponent(await code())}`,
    )
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(text).not.toContain(openid)
    expect(text).not.toContain(session_key)
  })

  test('logs no token, code or ticket', async () => {
    const { get, post, code, events } = await speak('unbound')
    const wxCode = await code()
    const { ticket } = (await get(`/login?code=${encodeURIComponent(wxCode)}`)).body
    const { token } = (await post('/bind', { ticket, name: '王小明' })).body
    await get(`/orders?token=${String(token)}`)
    const log = JSON.stringify(events)
    for (const secret of [wxCode, ticket, token]) expect(log).not.toContain(secret)
  })
})
