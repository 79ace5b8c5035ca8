import { expect, test } from '@jest/globals'
import { isAuthError } from '../../src/index'
import { open } from './support'

const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value)

test('silent login: pages at once share one login, and an expiry is one login and one replay each', async () => {
  const app = await open('silent-login')
  app.start()
  const pages = Array.from({ length: 3 }, () => app.page('pages/orders/orders'))
  await Promise.all(pages.map((page) => page.call('onShow')))
  expect(pages.map(({ data }) => (data.orders as unknown[]).length)).toEqual([2, 2, 2])
  expect(app.logins()).toBe(1)
  expect(app.arrived()).toEqual(['POST /login 200', ...times(3, 'POST /orders 200')])

  app.forget()
  await app.expire()
  await Promise.all(pages.map((page) => page.call('onShow')))
  expect(app.logins()).toBe(1)
  expect([...app.arrived()].sort()).toEqual([
    'POST /login 200',
    ...times(3, 'POST /orders 200'),
    ...times(3, 'POST /orders rejected'),
  ])
})

test('silent login: a restart costs nothing', async () => {
  const app = await open('silent-login')
  await app.start().ensureLogin()
  app.forget()
  app.start()
  await app.page('pages/orders/orders').call('onShow')
  expect(app.seen.calls).not.toContain('login')
  expect(app.arrived()).toEqual(['POST /orders 200'])
})

test('session_key: a good key keeps the stored session, a replaced one ends it at launch', async () => {
  const app = await open('session-key-life')
  const { token } = await app.start().ensureLogin()
  app.forget()
  expect((await app.start().ensureLogin()).token).toBe(token)
  expect([app.calls('checkSession'), app.logins()]).toEqual([1, 0])

  await app.rotateKeys()
  app.forget()
  expect((await app.start().ensureLogin()).token).not.toBe(token)
  expect([app.calls('checkSession'), app.logins()]).toEqual([1, 1])
})

test('code and profile: one exchange, and the session is a cookie', async () => {
  const app = await open('code-and-profile')
  app.start()
  const page = app.page('pages/orders/orders')
  await page.call('onLoad')
  expect(page.data).toEqual({ uid: expect.stringMatching(/^[\da-f-]{36}$/), orders: expect.any(Array) })
  expect(app.arrived()).toEqual(['POST /login 200', 'GET /orders 200'])

  app.forget()
  await app.expire()
  await page.call('onLoad')
  expect(app.arrived()).toEqual(['GET /orders rejected', 'POST /login 200', 'GET /orders 200'])
  expect([app.logins(), app.calls('getUserInfo')]).toEqual([1, 1])
})

test('two steps: a uuid, a token, and an expiry by the code of the body', async () => {
  const app = await open('two-steps')
  app.start()
  const page = app.page('pages/orders/orders')
  await page.call('onLoad')
  expect(page.data.orders).toHaveLength(2)
  expect(app.arrived()).toEqual(['GET /code 200', 'POST /login 200', 'GET /orders 200'])

  app.forget()
  await app.expire()
  await page.call('onLoad')
  expect(app.arrived()).toEqual([
    'GET /orders rejected',
    'GET /code 200',
    'POST /login 200',
    'GET /orders 200',
  ])
  expect(app.logins()).toBe(1)
})

test('two steps: a server that is busy is an outage, with its text', async () => {
  const app = await open('two-steps')
  await app.setLogins('fail')
  const error = await app
    .start()
    .ensureLogin()
    .catch((reason: unknown) => reason)
  expect(isAuthError(error, 'SERVER_UNAVAILABLE')).toBe(true)
  expect(error).toMatchObject({ message: '出错了，请重试', detail: 10004 })
})
