import { describe, expect, test } from '@jest/globals'
import { ORDERS, SECRET, speak, type Json } from './dialects-support'

describe('business-code', () => {
  async function setUpTicket() {
    const server = await speak('business-code')
    const code = encodeURIComponent(await server.code())
    const { body } = await server.get(`/code?code=${code}`)
    return { ...server, first: body, uuid: String((body.data as Json).uuid) }
  }
  async function logIn() {
    const server = await setUpTicket()
    const { body } = await server.post('/login', { uuid: server.uuid, ...(await server.encrypted()) })
    return { ...server, second: body, token: String((body.data as Json).token) }
  }

  test('a code becomes a uuid, and that with the profile a token', async () => {
    const { first, second, token, get } = await logIn()
    expect(first).toEqual({ code: 10000, data: { uuid: SECRET }, msg: '成功' })
    expect(second).toMatchObject({
      code: 10000,
      data: { token: SECRET, expiresIn: 7200, user: { nickName: '小明' } },
    })
    expect(await get('/orders', { token })).toEqual({
      status: 200,
      body: { code: 10000, data: { orders: ORDERS }, msg: '成功' },
    })
  })

  test('an expired session is 200, and code 10003', async () => {
    const { token, get, expire } = await logIn()
    await expire()
    const ended = { status: 200, body: { code: 10003, data: null, msg: '登录已过期' } }
    expect(await get('/orders', { token })).toEqual(ended)
    expect(await get('/orders')).toEqual(ended)
  })

  test('a uuid works once, and for ten minutes', async () => {
    const { uuid, encrypted, post, get, code, clock } = await logIn()
    const late = { status: 200, body: { code: 10002, msg: '操作超时，请重新登录' } }
    expect(await post('/login', { uuid, ...(await encrypted()) })).toMatchObject(late)
    const { data } = (await get(`/code?code=${encodeURIComponent(await code())}`)).body
    clock.now += 10 * 60_000
    expect(await post('/login', { uuid: (data as Json).uuid, ...(await encrypted()) })).toMatchObject(late)
  })

  test('data of another session_key does not use the uuid up', async () => {
    const { uuid, encrypted, post, wx } = await setUpTicket()
    const good = await encrypted()
    await wx('rotate-session-key', { user: '小明' })
    expect(await post('/login', { uuid, ...(await encrypted()) })).toMatchObject({
      body: { code: 10002, msg: '登录信息已更新，请再试一次' },
    })
    expect((await post('/login', { uuid, ...good })).body.code).toBe(10000)
  })

  test('data of another user is refused', async () => {
    const { uuid, post, wx, getCode } = await setUpTicket()
    await getCode('小红')
    const { encryptedData, iv } = (await wx('user-info', { user: '小红' })).body
    expect((await post('/login', { uuid, encryptedData, iv })).body.code).toBe(10002)
  })

  test('the anonymous profile of today does not replace one that the user has chosen', async () => {
    const { token, post, get, code, encrypted, api } = await logIn()
    const userInfo = { nickName: '茶客', avatarUrl: '' }
    expect((await api.post('/me/profile', { userInfo }, token)).status).toBe(200)
    const { data } = (await get(`/code?code=${encodeURIComponent(await code())}`)).body
    const { body } = await post('/login', { uuid: (data as Json).uuid, ...(await encrypted(true)) })
    expect(body.data).toMatchObject({ user: { nickName: '茶客' } })
  })

  test('what is malformed is 10001, what WeChat refuses 10002, and its outage 10004', async () => {
    const { get, post, scriptWeChat } = await speak('business-code')
    expect((await get('/code')).body).toEqual({ code: 10001, data: null, msg: '出错了，请重试' })
    expect((await get('/code?code=a&more=1')).body.code).toBe(10001)
    expect((await post('/login', { uuid: 'short' })).body.code).toBe(10001)
    expect((await get('/code?code=made-up')).body).toMatchObject({ code: 10002, msg: '登录失败，请重试' })
    await scriptWeChat([45011])
    expect((await get('/code?code=a')).body).toMatchObject({ code: 10004, msg: '操作太频繁，请稍后再试' })
  })
})

describe('unbound', () => {
  async function setUpTicket() {
    const server = await speak('unbound')
    const login = async () =>
      (await server.get(`/login?code=${encodeURIComponent(await server.code())}`)).body
    const first = await login()
    return { ...server, login, first, ticket: String(first.ticket) }
  }

  test('301 and a ticket, then a token, and 1 from then on', async () => {
    const { first, ticket, post, login } = await setUpTicket()
    expect(first).toEqual({ code: 301, ticket: SECRET, msg: '请先绑定账号' })
    const bound = await post('/bind', { ticket, name: '王小明' })
    expect(bound).toMatchObject({
      status: 200,
      body: { code: 1, token: SECRET, user: { name: '王小明' } },
    })
    expect(await login()).toMatchObject({ code: 1, token: SECRET, user: { name: '王小明' } })
  })

  test('a phone number that WeChat vouches for binds, too', async () => {
    const { ticket, post, wx } = await setUpTicket()
    const phoneCode = (await wx('phone-number', { user: '小明' })).body.code
    expect((await post('/bind', { ticket, phoneCode })).body).toMatchObject({ code: 1, token: SECRET })
  })

  test('the ticket is not the openid, and the openid is no ticket', async () => {
    const { ticket, post, exchange, code } = await setUpTicket()
    const { openid } = await exchange(await code())
    expect(ticket).not.toContain(openid)
    expect((await post('/bind', { ticket: openid, name: '李四' })).body.code).toBe(0)
  })

  test('who unbinds has no session and no account any more, and may bind another one', async () => {
    const { ticket, post, get, login } = await setUpTicket()
    const { token } = (await post('/bind', { ticket, name: '王小明' })).body
    expect((await post(`/unbind?token=${String(token)}`)).body).toEqual({ code: 1 })
    expect((await get(`/orders?token=${String(token)}`)).body).toMatchObject({ code: -1 })
    const again = await login()
    expect(again).toMatchObject({ code: 301 })
    expect((await post('/bind', { ticket: again.ticket, name: '小王' })).body).toMatchObject({ code: 1 })
  })

  test('who unbinds has no session on his other phones, either, and nobody else loses one', async () => {
    const { ticket, post, get, login, getCode } = await setUpTicket()
    const first = (await post('/bind', { ticket, name: '王小明' })).body.token
    const second = (await login()).token
    const other = (await get(`/login?code=${encodeURIComponent(await getCode('小红'))}`)).body
    const others = (await post('/bind', { ticket: other.ticket, name: '小红' })).body.token
    expect((await post(`/unbind?token=${String(first)}`)).body).toEqual({ code: 1 })
    expect((await get(`/orders?token=${String(second)}`)).body).toMatchObject({ code: -1 })
    expect((await get(`/orders?token=${String(others)}`)).body).toMatchObject({ code: 1 })
  })

  test('an expired session is -1, without a status of its own', async () => {
    const { ticket, post, get, expire } = await setUpTicket()
    const { token } = (await post('/bind', { ticket, name: '王小明' })).body
    expect((await get(`/orders?token=${String(token)}`)).body).toEqual({ code: 1, orders: ORDERS })
    await expire()
    expect(await get(`/orders?token=${String(token)}`)).toEqual({
      status: 200,
      body: { code: -1, msg: '登录已过期' },
    })
  })

  test('0 and a text for a toast for all that fails', async () => {
    const { ticket, post, get, login, getCode } = await setUpTicket()
    expect((await get('/login')).body).toEqual({ code: 0, msg: '出错了，请重试' })
    expect((await get('/login?code=made-up')).body).toEqual({ code: 0, msg: '登录失败，请重试' })
    expect((await post('/bind', { ticket })).body.code).toBe(0)
    expect((await post('/bind', { ticket, phoneCode: 'made up' })).body.code).toBe(0)
    await post('/bind', { ticket, name: '王小明' })
    expect((await post('/bind', { ticket, name: '又' })).body).toEqual({
      code: 0,
      msg: '操作超时，请重新登录',
    })
    const other = (await get(`/login?code=${encodeURIComponent(await getCode('小红'))}`)).body.ticket
    expect((await post('/bind', { ticket: other, name: '王小明' })).body.msg).toBe('这个名字已被使用')
    expect((await login()).code).toBe(1)
  })
})
