import { expect, test } from '@jest/globals'
import { describeExample } from './example'

describeExample('the example mini program in the simulator', (example) => {
  test('public data is shown while the login hangs', async () => {
    const { screen } = example
    await screen.press('login-hang')
    await screen.press('clear')
    await screen.status('loggingIn')
    await screen.shows('明前龙井')
    await screen.shows('正在登录…')
    await screen.screenshot('2-public-without-login')
    await screen.press('login-ok')
    await screen.status('authenticated')
    await screen.shows('已登录')
  })

  test('after a logout the orders page asks for a login, and shows the orders after it', async () => {
    const { counts, screen } = example
    await screen.logOut()
    await counts.reset()
    await screen.tab('订单')
    await screen.shows('你已退出登录')
    await screen.screenshot('4-logged-out')
    expect(await counts.read()).toMatchObject({ exchanges: 0, sends: { total: 0 } })

    await screen.tap('去登录')
    await screen.tap('微信登录')
    await screen.status('authenticated')
    await screen.tab('订单')
    await screen.shows('待发货')
    expect((await counts.read()).exchanges).toBe(1)
  })

  test('a failing login endpoint is told in plain words, and tried again when the user asks', async () => {
    const { screen } = example
    await screen.logOut()
    await screen.press('login-fail')
    await screen.tap('微信登录')
    await screen.shows('登录服务暂时不可用，请稍后再试')
    await screen.screenshot('5-login-failed')

    await screen.press('login-ok')
    await screen.tap('微信登录')
    await screen.shows('退出登录')
    await screen.status('authenticated')
  })

  test('a restart keeps the session, without a login', async () => {
    const { counts, screen } = example
    await counts.reset()
    await screen.press('restart')
    await screen.status('authenticated')
    await screen.tab('订单')
    await screen.shows('待发货')
    expect(await screen.counters()).toEqual([0, 0, 2, 0])
    expect(await counts.read()).toMatchObject({ exchanges: 0, sends: { total: 1, ok: 1 } })
    await screen.screenshot('6-restarted')
  })

  test('the profile is taken over once the user allows it, and a denial is no error', async () => {
    const { counts, screen } = example
    await screen.tab('我的')
    await screen.press('denied')
    await screen.tap('使用微信资料')
    await screen.shows('没有授权，资料未更新')
    await screen.press('denied')
    await screen.give('使用微信资料')
    await screen.shows('微信用户')
    await screen.tap('选择头像')
    await screen.tap('用微信头像')
    await screen.shows('已更新')
    await screen.hides('已更新')
    await screen.app.getByPlaceholder('点此填写').fill('小茶')
    await screen.app.getByPlaceholder('点此填写').blur()
    await screen.shows('小茶')
    await screen.hides('已更新')
    await screen.give('绑定手机号')
    await screen.shows(/\d{3}\*{4}\d{4}/)
    await screen.hides('已更新')
    const { byRoute } = await counts.read()
    expect(byRoute['POST /me/profile']).toMatchObject({ total: 2, ok: 2 })
    expect(byRoute['POST /me/avatar']).toMatchObject({ total: 1, ok: 1 })
    await screen.screenshot('7-profile')
  })

  test('a replaced session_key is noticed at the tap, and the data is read anew', async () => {
    const { counts, screen } = example
    await screen.tab('我的')
    await screen.press('rotate-session-keys')
    await screen.panelShows('1 个 session_key 已轮换')
    await screen.give('使用微信资料')
    await screen.shows('已更新')
    expect((await screen.counters())[0]).toBe(2)
    expect((await counts.read()).byRoute['POST /me/profile']).toMatchObject({ total: 1, ok: 1 })
    await screen.screenshot('10-session-key')
  })

  test('an expired session keeps its user on the screen while a new one is made', async () => {
    const { screen } = example
    await screen.tab('我的')
    await screen.shows('退出登录')
    await screen.press('login-hang')
    await screen.press('expire-sessions')
    await screen.give('绑定手机号')
    await screen.status('loggingIn')
    await screen.shows('退出登录')
    await screen.press('restart')
    await screen.status('loggingIn')
    await screen.panelShows('已中止')
    await screen.press('login-ok')
    await screen.status('authenticated')
  })

  test('without a network the user is told so, and the retry succeeds when it is back', async () => {
    const { screen } = example
    await screen.press('offline')
    await screen.tab('订单')
    await screen.shows('网络不可用，请检查网络连接')
    await screen.screenshot('8-offline')
    await screen.press('offline')
    await screen.tap('重试')
    await screen.shows('待发货')
  })

  test('in the background the app is covered, and it goes on in the foreground', async () => {
    const { screen } = example
    await screen.tab('订单')
    await screen.shows('待发货')
    await screen.press('background')
    await screen.panelShows('小程序在后台')
    await screen.screenshot('9-background')
    await screen.press('background')
    await screen.shows('待发货')
    await screen.panelHides('小程序在后台')
  })
})
