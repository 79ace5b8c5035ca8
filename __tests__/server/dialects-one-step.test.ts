import { describe, expect, test } from '@jest/globals'
import { ORDERS, SECRET, speak } from './dialects-support'

describe('third-session', () => {
  const setUpSession = async () => {
    const server = await speak('third-session')
    const { body } = await server.post('/login', { code: await server.code() })
    return { ...server, login: body, third_Session: String(body.third_Session) }
  }

  test('the login gives the session alone, and each request carries it as a parameter', async () => {
    const { login, third_Session, get, post } = await setUpSession()
    expect(login).toEqual({ third_Session: SECRET })
    expect(await post('/orders', { third_Session, page: 1 })).toEqual({
      status: 200,
      body: { orders: ORDERS },
    })
    expect(await get(`/orders?third_Session=${third_Session}`)).toEqual({
      status: 200,
      body: { orders: ORDERS },
    })
  })

  test('an unknown session is 200, and code -1 in the body', async () => {
    const { third_Session, get, post, expire, rejections } = await setUpSession()
    await expire()
    const ended = { status: 200, body: { code: -1, message: expect.any(String) } }
    expect(await post('/orders', { third_Session })).toEqual(ended)
    expect(await post('/orders', { third_Session: 'made up' })).toEqual(ended)
    expect(await post('/orders', {})).toEqual(ended)
    expect(await get('/orders')).toEqual(ended)
    expect(rejections()).toEqual(['SESSION_EXPIRED', 'SESSION_EXPIRED', 'SESSION_MISSING', 'SESSION_MISSING'])
  })

  test.each([undefined, {}, { code: '' }, { code: 7 }, { code: 'made up' }, { code: 'a', more: 1 }])(
    'a login with %j is 200, and code -2',
    async (body) => {
      const { post } = await speak('third-session')
      expect(await post('/login', body)).toMatchObject({ status: 200, body: { code: -2 } })
    },
  )

  test('the counts know a rejected session, though its status is 200', async () => {
    const { third_Session, post, expire, counts } = await setUpSession()
    await post('/orders', { third_Session })
    await expire()
    await post('/orders', { third_Session })
    expect(await counts()).toMatchObject({
      exchanges: 1,
      byRoute: {
        'POST /dialects/third-session/login': { total: 1, ok: 1 },
        'POST /dialects/third-session/orders': { total: 2, ok: 1, unauthorized: 1 },
      },
    })
  })
})

describe('one-exchange', () => {
  async function logIn() {
    const server = await speak('one-exchange')
    // In this order: the code may replace the session_key.
    const code = await server.code()
    const { status, body } = await server.post('/login', { code, ...(await server.encrypted()) })
    return { ...server, status, login: body, session_id: String(body.session_id) }
  }

  test('code and profile in one go', async () => {
    const { status, login } = await logIn()
    expect(status).toBe(200)
    expect(login).toEqual({
      session_id: SECRET,
      uid: expect.any(String),
      unionid: expect.stringMatching(/^o/),
    })
  })

  test('the session is a cookie or a header', async () => {
    const { session_id, get } = await logIn()
    const good = { status: 200, body: { orders: ORDERS } }
    expect(await get('/orders', { Cookie: `a=b; session_id=${session_id}` })).toEqual(good)
    expect(await get('/orders', { 'Session-Id': session_id })).toEqual(good)
  })

  test('an expired session is a 401', async () => {
    const { session_id, get, expire } = await logIn()
    await expire()
    const ended = { status: 401, body: { code: 'SESSION_EXPIRED' } }
    expect(await get('/orders', { Cookie: `session_id=${session_id}` })).toMatchObject(ended)
    expect(await get('/orders')).toMatchObject({ status: 401, body: { code: 'SESSION_MISSING' } })
  })

  test('a profile that was read before the code is stale', async () => {
    const server = await speak('one-exchange')
    await server.code()
    const early = await server.encrypted()
    expect(await server.post('/login', { code: await server.code(), ...early })).toMatchObject({
      status: 409,
      body: { code: 'SESSION_KEY_STALE' },
    })
  })

  test.each([{}, { code: 'a' }, { code: 'a', encryptedData: 'b', iv: 'c' }])('%j is a 400', async (body) => {
    const { post } = await speak('one-exchange')
    expect(await post('/login', body)).toMatchObject({ status: 400, body: { code: 'INVALID_BODY' } })
  })
})

describe('user-info', () => {
  async function logIn() {
    const server = await speak('user-info')
    const login = async () => (await server.post('/login', { code: await server.code() })).body
    const first = await login()
    return { ...server, login, first, session: String(first.session) }
  }
  const userInfo = { nickName: '小明', avatarUrl: 'https://example.com/1.png', gender: 1 }
  const shown = { nickName: '小明', avatarUrl: 'https://example.com/1.png' }

  test('isLogin is 1 without a profile, and 2 once it is stored', async () => {
    const { first, session, post, login } = await logIn()
    expect(first).toEqual({ session: SECRET, isLogin: 1 })
    expect(await post('/update', { session, userInfo })).toEqual({
      status: 200,
      body: { isLogin: 2, userInfo: shown, msg: '保存成功' },
    })
    expect(await login()).toEqual({ session: SECRET, isLogin: 2, userInfo: shown })
  })

  test('isLogin is 0 when the session has ended, and nothing is stored', async () => {
    const { session, post, expire, login } = await logIn()
    await expire()
    const ended = { status: 200, body: { isLogin: 0, msg: '登录已过期' } }
    expect(await post('/update', { session, userInfo })).toEqual(ended)
    expect(await post('/update', { userInfo })).toEqual(ended)
    expect(await login()).toMatchObject({ isLogin: 1 })
  })

  test.each([{}, { userInfo: {} }, { userInfo: { nickName: 'a', avatarUrl: 'javascript:alert(1)' } }])(
    '%j is a toast, and says nothing of the login',
    async (body) => {
      const { session, post } = await logIn()
      expect(await post('/update', { session, ...body })).toEqual({
        status: 200,
        body: { msg: '出错了，请重试' },
      })
    },
  )
})
