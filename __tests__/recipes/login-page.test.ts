import { expect, test } from '@jest/globals'
import { isAuthError } from '../../src/index'
import { open, until } from './support'

const LOGIN_PAGE = '/pages/login/login'

async function openLoginPage() {
  const app = await open('login-page')
  const auth = app.start()
  const orders = app.page('pages/orders/orders')
  const showing = orders.call('onShow')
  await until(() => app.seen.visits.includes(LOGIN_PAGE))
  const page = app.page('pages/login/login')
  const tap = async () => page.call('onPhoneNumber', { detail: await app.client('phone-number') })
  return { app, auth, orders, showing, page, tap }
}

test('login page: opened once for all who wait; the tap’s code goes along with the login, and all go on', async () => {
  const { app, auth, orders, showing, page, tap } = await openLoginPage()
  const waiting = auth.request({ url: '/orders' })
  expect(app.arrived()).toEqual([])
  await tap()
  await Promise.all([showing, waiting])
  await page.call('onUnload')
  expect(app.seen.visits).toEqual([LOGIN_PAGE, 'back'])
  expect(orders.data).toMatchObject({ orders: [{}, {}], problem: '' })
  expect(auth.session?.user).toMatchObject({ phoneNumber: expect.stringContaining('****') })
  expect(app.arrived()).toEqual(['POST /login 200', 'GET /orders 200', 'GET /orders 200'])
})

test('login page: who has logged in before is renewed without it', async () => {
  const { app, orders, showing, tap } = await openLoginPage()
  await tap()
  await showing
  app.forget()
  await app.expire()
  await orders.call('onShow')
  expect(app.arrived()).toEqual(['GET /orders rejected', 'POST /login 200', 'GET /orders 200'])
  expect(app.seen.visits).toEqual([])
})

test('login page: who leaves it is not sent back by the onShow behind it; a tap asks at once', async () => {
  const { app, orders, showing, page } = await openLoginPage()
  await page.call('onPhoneNumber', { detail: { errMsg: 'getPhoneNumber:fail user deny' } })
  await page.call('onUnload')
  await showing
  await orders.call('onShow')
  expect(orders.data).toEqual({ orders: [], problem: '登录后可以查看订单' })
  expect(app.seen.visits).toEqual([LOGIN_PAGE])

  const tapped = orders.call('onLogin', {})
  await until(() => app.seen.visits.length === 2)
  const next = app.page('pages/login/login')
  await next.call('onPhoneNumber', { detail: await app.client('phone-number') })
  await tapped
  expect(orders.data).toMatchObject({ orders: [{}, {}], problem: '' })
})

test('login page: where it cannot be opened, that is a no', async () => {
  const app = await open('login-page')
  const auth = app.start()
  app.pages.mayOpen = false
  const error: unknown = await auth.ensureLogin().catch((reason: unknown) => reason)
  expect(isAuthError(error, 'USER_DENIED')).toBe(true)
  expect(app.arrived()).toEqual([])
})

test('login page: a login that fails leaves it open, no second one is opened, and the next tap brings another code', async () => {
  const { app, orders, showing, page, tap } = await openLoginPage()
  app.pages.open.push({ route: 'pages/login/login' })
  await app.setLogins('fail')
  await tap()
  await showing
  expect([page.data, orders.data.problem]).toEqual([
    { busy: false, problem: '登录失败，请重试' },
    '暂时无法加载，请稍后再试',
  ])
  await app.setLogins('ok')
  const asked = orders.call('onLogin', {})
  await tap()
  await asked
  expect(app.seen.visits).toEqual([LOGIN_PAGE, 'back'])
  expect(orders.data).toMatchObject({ orders: [{}, {}], problem: '' })
})
