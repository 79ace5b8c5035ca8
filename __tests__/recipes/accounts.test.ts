import { expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { open, until } from './support'

test('guests first: what is for all costs no login; a 501 is one, for all, and a replay', async () => {
  const app = await open('guests-first')
  const auth = app.start()
  const index = app.page('pages/index/index')
  await index.call('onLoad')
  expect(index.data.products).toHaveLength(3)
  expect([app.logins(), auth.state.status]).toEqual([0, 'anonymous'])

  app.forget()
  const pages = [app.page('pages/orders/orders'), app.page('pages/orders/orders')]
  await Promise.all(pages.map((page) => page.call('onShow')))
  expect(pages.map(({ data }) => (data.orders as unknown[]).length)).toEqual([2, 2])
  expect(app.logins()).toBe(1)
  const arrived = [...app.arrived()].sort()
  expect(arrived.filter((line) => line === 'POST /login 200')).toHaveLength(1)
  expect(arrived.filter((line) => line === 'GET /orders 200')).toHaveLength(2)
})

test('guests first: after a logout a guest again, whom nobody logs in but the button', async () => {
  const app = await open('guests-first')
  const auth = app.start()
  await auth.login()
  await auth.logout()
  app.forget()
  const index = app.page('pages/index/index')
  const orders = app.page('pages/orders/orders')
  await index.call('onLoad')
  await orders.call('onShow')
  expect(index.data.products).toHaveLength(3)
  expect(orders.data).toEqual({ orders: [], problem: '请先登录' })
  expect(app.logins()).toBe(0)
  await orders.call('onLogin')
  expect(orders.data).toMatchObject({ orders: [{}, {}], problem: '' })
})

const submit = (password: string) => ({ detail: { value: { name: '店长', password } } })

/** The manager's account, on the phone of somebody else. */
async function logInAsManager() {
  const app = await open('password')
  const auth: Auth = app.start()
  const { user } = await auth.ensureLogin()
  const page = app.page('pages/login/login')
  await page.call('onSubmit', submit('guessed'))
  expect([page.data.problem, auth.session?.user]).toEqual(['账号或密码不正确', user])
  await page.call('onSubmit', submit('mingqian-longjing'))
  expect(auth.session?.user).not.toEqual(user)
  expect(app.seen.visits).toEqual(['/pages/index/index'])
  app.forget()
  return { app, auth, page, user }
}

test('password: when the account’s session ends, nobody stands in for it, and the login page is shown', async () => {
  const { app, auth } = await logInAsManager()
  await app.expire()
  await expect(auth.request({ url: '/orders' })).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
  await expect(auth.request({ url: '/orders' })).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(auth.state).toEqual({ status: 'loggedOut', reason: 'ended' })
  expect([app.arrived(), app.logins(), app.seen.visits]).toEqual([
    ['GET /orders rejected'],
    0,
    ['/pages/login/login'],
  ])
})

test('password: nor after a restart; the WeChat user logs in by the button', async () => {
  const { app, auth, user } = await logInAsManager()
  await app.expire()
  await auth.request({ url: '/orders' }).catch(() => undefined)
  app.forget()
  const next = app.start()
  await until(() => app.seen.visits.length > 0)
  expect([app.seen.visits, app.logins()]).toEqual([['/pages/login/login'], 0])

  await app.page('pages/login/login').call('onWechat')
  expect(next.session?.user).toEqual(user)
  expect(app.seen.visits).toEqual(['/pages/login/login', '/pages/index/index'])
})

test('sliding tokens: the next request carries what the last answer brought, over a restart too', async () => {
  const app = await open('sliding-token')
  const auth = app.start()
  const tokens = [(await auth.ensureLogin()).token]
  const page = app.page('pages/orders/orders')
  for (let round = 0; round < 2; round++) {
    await page.call('onShow')
    tokens.push(auth.session?.token ?? '')
  }
  expect(page.data.orders).toHaveLength(2)
  expect(new Set(tokens).size).toBe(3)
  expect([app.logins(), auth.generation]).toEqual([1, 0])
  expect((await app.start().ensureLogin()).token).toBe(tokens[2])
})

test('sliding tokens: an answer to a user who has logged out brings nobody back', async () => {
  const app = await open('sliding-token')
  const auth = app.start()
  await auth.ensureLogin()
  const request = auth.request({ url: '/orders' })
  const refused = expect(request).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  await auth.logout()
  await refused
  expect([auth.session, auth.state]).toEqual([null, { status: 'loggedOut', reason: 'user' }])
})
