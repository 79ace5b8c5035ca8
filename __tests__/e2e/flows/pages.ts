import { describe, expect, test } from '@jest/globals'
import type { FlowStage } from './flow-screen'

export function pageFlows({ open }: FlowStage) {
  describe('pages', () => {
    test('the list leads to every page', async () => {
      const flow = await open('登录方式')
      await flow.picture('flows')
      const titles = await flow.shown.locator('navigator .cell-body > view:first-child').allInnerTexts()
      expect(titles).toHaveLength(14)
      for (const title of titles) {
        await flow.go(title)
        await flow.shown.locator('.intro').waitFor()
        await flow.back()
      }
      await flow.picture('flows-more')
      await flow.back()
      await flow.shown.getByText('今日茶品').waitFor()
      await flow.picture('home')
    })

    test('onLoad waits for the login, and who has left meanwhile is not disturbed', async () => {
      const flow = await open('登录方式')
      await flow.press('login-hang')
      await flow.go('等待登录再加载')
      await flow.reads('登录状态', '正在登录…')
      await flow.reads('onLoad 运行', '0 次')
      await flow.picture('slow-launch')
      await flow.back()
      await flow.press('login-ok')
      await flow.answered('POST /login', 1)

      await flow.go('等待登录再加载')
      await flow.reads('参数 id', '42')
      await flow.reads('onLoad 运行', '1 次')
      expect(await flow.exchanges()).toBe(1)
    })

    test('onLoad runs as soon as the login is done', async () => {
      const flow = await open('登录方式')
      await flow.press('login-hang')
      await flow.go('等待登录再加载')
      await flow.reads('登录状态', '正在登录…')
      await flow.press('login-ok')
      await flow.reads('onLoad 运行', '1 次')
      await flow.reads('参数 id', '42')
    })

    test('onShow needs a login each time, and none is made behind the back of who has logged out', async () => {
      const flow = await open('每次显示都需登录')
      const leaveAndReturn = async () => {
        await flow.press('background')
        await flow.press('background')
      }
      await flow.reads('onShow 运行', '第 1 次，2 个订单')
      await leaveAndReturn()
      await flow.reads('onShow 运行', '第 2 次，2 个订单')
      await flow.tap('退出登录')
      await leaveAndReturn()
      await flow.shows('你已退出登录')
      await flow.picture('page-guard')
      expect(await flow.exchanges()).toBe(0)

      await flow.tap('微信登录')
      await flow.reads('onShow 运行', '第 3 次，2 个订单')
      expect(await flow.exchanges()).toBe(1)
    })
  })
}
