import { describe, expect, test } from '@jest/globals'
import type { FlowStage } from './flow-screen'

export function componentFlows({ open }: FlowStage) {
  describe('components', () => {
    test('the gate shows the guest a button, the login a word, and the user the content', async () => {
      const flow = await open('登录组件')
      await flow.reads('手机号', /./)
      await flow.give('绑定手机号')
      await flow.shows('已保存')
      await flow.reads('手机号', /^手机号138\*{4}\d{4}$/)
      await flow.hides('已保存')
      await flow.picture('components')

      await flow.tap('退出登录')
      await flow.shows('登录后可以绑定手机号')
      await flow.picture('components-guest')
      expect(await flow.exchanges()).toBe(0)
      await flow.press('login-hang')
      await flow.tap('微信登录')
      await flow.shown.getByText('正在登录…').waitFor()
      await flow.press('login-ok')
      await flow.shown.getByRole('button', { name: '换头像' }).waitFor()
      expect(await flow.exchanges()).toBe(1)
    })

    test('a failed login has its own slot, with a button to try again', async () => {
      const flow = await open('登录组件')
      await flow.tap('退出登录')
      await flow.press('login-fail')
      await flow.tap('微信登录')
      await flow.shown.getByText('登录服务暂时不可用，请稍后再试').waitFor()
      await flow.press('login-ok')
      await flow.tap('重试')
      await flow.shown.getByRole('button', { name: '换头像' }).waitFor()
    })

    test('a denial is an event of its own, and the next tap may be allowed', async () => {
      const flow = await open('登录组件')
      await flow.tap('绑定手机号')
      await flow.tap('拒绝')
      await flow.shows('没有授权')
      await flow.give('绑定手机号')
      await flow.shows('已保存')
      expect(await flow.answers('POST /me/phone')).toMatchObject({ total: 1, ok: 1 })
    })
  })
}
