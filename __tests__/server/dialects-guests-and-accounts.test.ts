import { describe, expect, test } from '@jest/globals'
import { ORDERS, SECRET, speak, type Json } from './dialects-support'

type Speaking = Awaited<ReturnType<typeof speak>>

const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` })
const logIn = async ({ post, code }: Speaking, more: Json = {}) =>
  post('/login', { code: await code(), ...more })

describe('phone-login', () => {
  test('who is new brings a phone code; after that the login code alone will do', async () => {
    const server = await speak('phone-login')
    expect(await logIn(server)).toMatchObject({ status: 403, body: { code: 'PHONE_REQUIRED' } })
    const phoneCode = (await server.wx('phone-number', { user: '小明' })).body.code
    const { body } = await logIn(server, { phoneCode })
    expect(body).toMatchObject({ token: SECRET, user: { phoneNumber: expect.stringContaining('****') } })
    expect((await logIn(server)).body.user).toEqual(body.user)
    expect(await server.get('/orders', bearer(body.token))).toEqual({ status: 200, body: { orders: ORDERS } })
    await server.expire()
    expect(await server.get('/orders', bearer(body.token))).toMatchObject({ status: 401 })
  })

  test('a bad phone code is a 422, and opens no account', async () => {
    const server = await speak('phone-login')
    expect(await logIn(server, { phoneCode: 'made up' })).toMatchObject({
      status: 422,
      body: { code: 'CODE_INVALID' },
    })
    expect(server.events.map(({ type }) => type)).not.toContain('accountCreated')
  })
})

describe('guests-first', () => {
  test('products for all, orders after a login: 200 always, and errno tells', async () => {
    const server = await speak('guests-first')
    const asked = { status: 200, body: { errno: 501, errmsg: '登录已过期' } }
    expect(await server.get('/products')).toMatchObject({ status: 200, body: { errno: 0 } })
    expect(await server.get('/orders')).toEqual(asked)
    const { data } = (await logIn(server)).body as { data: Json }
    expect(await server.get('/orders', bearer(data.token))).toMatchObject({
      body: { errno: 0, data: { orders: ORDERS } },
    })
    await server.expire()
    expect(await server.get('/orders', bearer(data.token))).toEqual(asked)
    expect(server.rejections()).toEqual(['SESSION_MISSING', 'SESSION_EXPIRED'])
    expect(await server.post('/login', { code: 'made up' })).toMatchObject({
      status: 200,
      body: { errno: 500 },
    })
  })
})

describe('password-login', () => {
  test('the account is another than the WeChat user’s, and the same each time', async () => {
    const server = await speak('password-login')
    const wechat = (await logIn(server)).body.user as Json
    const credentials = { name: '店长', password: 'mingqian-longjing' }
    const [one, other] = [
      await server.post('/password', credentials),
      await server.post('/password', credentials),
    ]
    expect(one).toMatchObject({ status: 200, body: { token: SECRET } })
    expect(one.body.user).toEqual(other.body.user)
    expect(one.body.user).not.toEqual(wechat)
    expect(await server.get('/orders', bearer(one.body.token))).toMatchObject({ status: 200 })
  })

  test.each([
    { name: '店长', password: '' },
    { name: '店员', password: 'mingqian-longjing' },
  ])('%j is a 403', async (credentials) => {
    const { post } = await speak('password-login')
    expect(await post('/password', credentials)).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_WRONG' },
    })
  })
})

describe('sliding-token', () => {
  test('each answer brings the next token, and the former one lives on', async () => {
    const server = await speak('sliding-token')
    const { token } = (await logIn(server)).body
    const ask = (carried: unknown) =>
      fetch(`${server.url}/dialects/sliding-token/orders`, { headers: bearer(carried) })
    const first = await ask(token)
    const next = first.headers.get('X-New-Token')
    expect([first.status, next]).toEqual([200, SECRET])
    expect(next).not.toBe(token)
    expect([(await ask(next)).status, (await ask(token)).status]).toEqual([200, 200])
    await server.expire()
    const refused = await ask(next)
    expect([refused.status, refused.headers.get('X-New-Token')]).toEqual([401, null])
  })
})
