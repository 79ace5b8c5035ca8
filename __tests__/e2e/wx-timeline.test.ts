import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type RunningServer, startServer } from '../../examples/server/start'
import { createPhone, createWx, shorten, type Phone, type TimelineEntry } from '../../examples/simulator/wx'
import { call } from './wx-call'

describe('the simulated wx', () => {
  let server: RunningServer
  let phone: Phone
  let simulated: ReturnType<typeof createWx>
  let entries: TimelineEntry[]

  beforeAll(async () => {
    server = await startServer({ port: 0, databasePath: ':memory:', control: true })
  })

  afterAll(() => server.close())

  beforeEach(() => {
    if (!server.standIn) throw new Error('the server has no stand-in')
    const { url: standInURL, appid: appId } = server.standIn
    entries = []
    phone = createPhone()
    simulated = createWx({ standInURL, appId, user: '小茶', phone, record: (entry) => entries.push(entry) })
  })

  async function logIn(): Promise<{ code: string; token: string }> {
    const login = await call<{ code: string }>((callbacks) => simulated.wx.login(callbacks))
    if (!('result' in login)) throw new Error(login.failure.errMsg)
    const { code } = login.result
    const exchange = await send('POST', '/login', undefined, { code })
    return { code, token: (exchange as { result: { data: { token: string } } }).result.data.token }
  }

  function send(method: string, path: string, token?: string, data?: object) {
    const header = token === undefined ? undefined : { Authorization: `Bearer ${token}` }
    return call((callbacks) =>
      simulated.wx.request({ url: server.url + path, method, header, data, ...callbacks }),
    )
  }

  const started = () =>
    entries.flatMap((entry) => (entry.type === 'request' && entry.phase === 'started' ? [entry.kind] : []))

  test('a login code comes from the stand-in, and is recorded shortened', async () => {
    const { code, token } = await logIn()
    expect(entries).toContainEqual(
      expect.objectContaining({ type: 'call', phase: 'ended', code: shorten(code) }),
    )
    expect(JSON.stringify(entries)).not.toContain(code)
    expect(JSON.stringify(entries)).not.toContain(token)
  })

  test('the exchange, requests and replays are told apart', async () => {
    const first = await logIn()
    await send('GET', '/orders', first.token)
    await fetch(`${server.url}/control/expire-sessions`, { method: 'POST' })
    await send('GET', '/orders', first.token)
    const second = await logIn()
    await send('GET', '/orders', second.token)
    await send('GET', '/orders', second.token)
    expect(started()).toEqual(['exchange', 'request', 'request', 'exchange', 'replay', 'request'])
  })

  test('a refusal whose login failed is never replayed, and an old one is no replay', async () => {
    const first = await logIn()
    const control = (path: string, body: object = {}) =>
      fetch(`${server.url}/control/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    await control('expire-sessions')
    await Promise.all(Array.from({ length: 10 }, () => send('GET', '/orders', first.token)))
    await control('login-mode', { mode: 'fail' })
    const { result } = (await call<{ code: string }>((callbacks) => simulated.wx.login(callbacks))) as {
      result: { code: string }
    }
    await send('POST', '/login', undefined, { code: result.code })
    await control('login-mode', { mode: 'ok' })
    const second = await logIn()
    await send('GET', '/orders', second.token)
    expect(started()).not.toContain('replay')

    await control('expire-sessions')
    await send('GET', '/orders', second.token)
    simulated.forgetRefusals()
    const third = await logIn()
    await send('GET', '/orders', third.token)
    expect(started()).not.toContain('replay')
  })

  test('checkSession fails once the session_key has been replaced', async () => {
    await logIn()
    const check = () => call((callbacks) => simulated.wx.checkSession(callbacks))
    expect(await check()).toMatchObject({ result: { errMsg: 'checkSession:ok' } })
    await fetch(`${server.url}/control/rotate-session-keys`, { method: 'POST' })
    expect(await check()).toMatchObject({ failure: { errMsg: expect.stringContaining('session time out') } })
  })

  test('the user may refuse to share their data', async () => {
    await logIn()
    const ask = () => call((callbacks) => simulated.wx.getUserInfo(callbacks))
    phone.setDenied(true)
    expect(await ask()).toEqual({ failure: { errMsg: 'getUserInfo:fail auth deny' } })
    phone.setDenied(false)
    expect(await ask()).toMatchObject({
      result: { errMsg: 'getUserInfo:ok', userInfo: { nickName: '微信用户' } },
    })
  })

  test('login, request and getUserInfo return no promise, storage does without callbacks', async () => {
    expect(simulated.wx.login()).toBeUndefined()
    expect(simulated.wx.getUserInfo()).toBeUndefined()
    await simulated.wx.setStorage({ key: 'a', data: { b: 1 } })
    await expect(simulated.wx.getStorage({ key: 'a' })).resolves.toMatchObject({ data: { b: 1 } })
  })

  test('a key that is missing fails, or is an empty text', async () => {
    const outcome = await call((callbacks) => simulated.wx.getStorage({ key: 'missing', ...callbacks }))
    expect(outcome).toEqual({ failure: { errMsg: 'getStorage:fail data not found' } })
    expect(simulated.wx.getStorageSync('missing')).toBe('')
  })

  test('onAppShow and onAppHide listeners hear of the foreground until they are taken off', () => {
    const heard: string[] = []
    const hidden = () => heard.push('hide')
    simulated.wx.onAppHide(hidden)
    simulated.wx.onAppShow(() => heard.push('show'))
    phone.hide()
    phone.show()
    simulated.wx.offAppHide(hidden)
    phone.hide()
    phone.show()
    expect(heard).toEqual(['hide', 'show', 'show'])
  })
})
