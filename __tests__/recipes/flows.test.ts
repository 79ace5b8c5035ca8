import { expect, jest, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { open } from './support'

const granted = (detail: object) => ({ detail: { errMsg: 'getUserInfo:ok', ...detail } })

test('profile: the button’s data is stored, and the page shows the card from then on', async () => {
  const app = await open('profile')
  app.start()
  const page = app.page('pages/me/me')
  await page.call('onLoad')
  expect(page.data.profile).toBeNull()
  await page.call('onUserInfo', granted(await app.client('user-info')))
  expect(page.data.profile).toMatchObject({ nickName: '小茶' })
  expect(app.seen.toasts).toEqual(['保存成功'])
  expect(app.arrived()).toEqual(['POST /login 200', 'POST /update 200'])
  expect(app.logins()).toBe(1)
})

test('profile: the next login brings it along, and an expiry in between is not seen', async () => {
  const app = await open('profile')
  const auth = app.start()
  const page = app.page('pages/me/me')
  await page.call('onLoad')
  await app.expire()
  await page.call('onUserInfo', granted(await app.client('user-info')))
  expect(app.seen.toasts).toEqual(['保存成功'])
  await auth.login({ force: true })
  const next = app.page('pages/me/me')
  await next.call('onLoad')
  expect(next.data.profile).toMatchObject({ nickName: '小茶' })
})

test('denied: the page says so, and nothing is sent', async () => {
  const app = await open('denied')
  const auth = app.start()
  const page = app.page('pages/poster/poster')
  await page.call('onUserInfo', { detail: { errMsg: 'getUserInfo:fail auth deny' } })
  expect(page.data.hint).toBe('没有授权，海报上不会有你的昵称')
  expect(app.arrived()).toEqual([])
  await auth.ensureLogin()
  await page.call('onUserInfo', granted(await app.client('user-info')))
  expect(page.data).toEqual({ name: '小茶', hint: '' })
})

test('denied: a scope is asked for once, and after a denial the settings are offered', async () => {
  const app = await open('denied')
  app.start()
  const page = app.page('pages/poster/poster')
  app.user.allows = false
  await page.call('onSave')
  expect(page.data.hint).toBe('没有相册权限，未保存')
  expect([app.calls('authorize'), app.calls('openSetting')]).toEqual([1, 0])

  app.user.allows = true
  await page.call('onSave')
  expect(app.seen.questions).toEqual(['需要授权'])
  expect([app.calls('authorize'), app.calls('openSetting')]).toEqual([1, 1])
  expect(page.data.hint).toBe('已保存到相册')
  expect(app.seen.visits).toEqual(['/images/poster.png'])
})

test('slow launch: pages that load before the login has ended are served by it, all of them', async () => {
  const app = await open('slow-launch')
  await app.setLogins('hang')
  app.start()
  const pages = [app.page('pages/index/index'), app.page('pages/index/index')]
  const order = app.page('pages/order/order')
  const loading = [...pages.map((page) => page.call('onLoad')), order.call('onLoad', { id: '7' })]
  expect([pages[0]?.data.nickName, order.data.id]).toEqual(['', ''])
  await app.setLogins('ok')
  await Promise.all(loading)
  expect(pages.map(({ data }) => data.nickName)).toEqual(['新朋友', '新朋友'])
  expect(order.data.id).toBe('7')
  expect([app.logins(), app.arrived()]).toEqual([1, ['POST /login 200']])
})

test('slow launch: a failure reaches all of them, too', async () => {
  jest.spyOn(console, 'warn').mockReturnValueOnce()
  const app = await open('slow-launch')
  await app.setLogins('fail')
  app.start()
  const page = app.page('pages/index/index')
  const order = app.page('pages/order/order')
  await Promise.all([page.call('onLoad'), order.call('onLoad', { id: '7' })])
  expect(page.data.problem).toBe('登录失败，请下拉重试')
  expect(order.data).toEqual({ id: '', problem: '登录失败，请返回重试' })
  expect(app.logins()).toBe(1)
})

test('page guard: each onShow runs after the login, unless the page has been left', async () => {
  const app = await open('page-guard')
  app.start()
  const page = app.page('pages/orders/orders')
  const shown = page.call('onShow')
  await page.call('onHide')
  await shown
  expect(app.arrived()).toEqual(['POST /login 200'])
  await page.call('onShow')
  await page.call('onShow')
  expect(page.data.orders).toHaveLength(2)
  expect(app.arrived()).toEqual(['POST /login 200', 'GET /orders 200', 'GET /orders 200'])
})

test('page guard: after a logout the page asks, and the tap on its button logs in', async () => {
  const app = await open('page-guard')
  const auth = app.start()
  const page = app.page('pages/orders/orders')
  await page.call('onShow')
  await auth.logout()
  await page.call('onShow')
  expect(page.data).toEqual({ orders: [], problem: '请先登录' })
  await page.call('onLogin')
  expect(page.data).toMatchObject({ orders: [{}, {}], problem: '' })
  expect(app.logins()).toBe(2)
})

test('action guard: no login without a yes; then one, and the action, once', async () => {
  const app = await open('action-guard')
  app.start()
  const page = app.page('pages/product/product')
  app.user.confirms = false
  await page.call('onBuy', {})
  expect([page.data.ordered, app.seen.questions, app.seen.toasts]).toEqual([false, ['登录后继续'], []])
  expect(app.arrived()).toEqual([])

  app.user.confirms = true
  await Promise.all([page.call('onBuy', {}), page.call('onBuy', {})])
  expect(page.data.ordered).toBe(true)
  expect(app.arrived()).toEqual(['POST /login 200', 'POST /orders 200'])
})

test('action guard: the server’s -1 is a question, a login and a replay', async () => {
  const app = await open('action-guard')
  app.start()
  const page = app.page('pages/product/product')
  await page.call('onBuy', {})
  app.forget()
  await app.expire()
  await page.call('onBuy', {})
  expect(app.seen.questions).toEqual(['登录后继续'])
  expect(app.arrived()).toEqual(['POST /orders rejected', 'POST /login 200', 'POST /orders 200'])
})

test('login failed: the page has a text and a way back, and the monitoring its code', async () => {
  const app = await open('login-failed')
  await app.setLogins('fail')
  const auth: Auth = app.start()
  const page = app.page('pages/index/index')
  await page.call('onLoad')
  await auth.ensureLogin().catch(() => undefined)
  expect(page.data.problem).toBe('服务器繁忙，请稍后再试')
  expect(app.seen.visits).toEqual(['error SERVER_UNAVAILABLE'])
  const cooling: unknown = await auth.ensureLogin().catch((error: unknown) => error)
  const { textOf } = app.module('auth.ts') as { textOf: (error: unknown) => string }
  expect(cooling).toMatchObject({ code: 'COOLING_DOWN' })
  expect(textOf(cooling)).toBe('服务器繁忙，请稍后再试')
  expect(app.logins()).toBe(1)

  await page.call('onRetry')
  expect(page.data.problem).toBe('服务器繁忙，请稍后再试')
  await app.setLogins('ok')
  await page.call('onRetry')
  expect(page.data.problem).toBe('')
  expect(app.logins()).toBe(3)
})
