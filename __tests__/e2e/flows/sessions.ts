import { describe, expect, test } from '@jest/globals'
import type { FlowScreen, FlowStage } from './flow-screen'

export function sessionFlows({ open }: FlowStage) {
  /** Two requests, with the end of all sessions between them. */
  async function requestTwice(flow: FlowScreen) {
    await flow.reads('登录状态', '已登录')
    await flow.tap('请求订单')
    await flow.reads('请求结果', '第 1 次，2 个订单')
    await flow.press('expire-sessions')
    await flow.tap('请求订单')
    await flow.reads('请求结果', '第 2 次，2 个订单')
  }

  describe('sessions', () => {
    test('silent login: the session is a parameter, and a new one takes its place unnoticed', async () => {
      const flow = await open('静默登录')
      await flow.reads('本页登录次数', '1 次')
      await requestTwice(flow)
      await flow.reads('本页登录次数', '2 次')
      await flow.picture('silent-login')
      expect(await flow.answers('POST /dialects/third-session/login')).toMatchObject({ total: 2, ok: 2 })
      expect(await flow.answers('POST /dialects/third-session/orders')).toMatchObject({
        total: 3,
        ok: 2,
        unauthorized: 1,
      })
      expect(await flow.tokensInUrls()).toBe(0)
    })

    test('a restart keeps the session as long as the session_key is good', async () => {
      const flow = await open('登录态随密钥失效')
      await flow.reads('本次启动', '重新登录')
      await flow.press('restart')
      await flow.goToFlow()
      await flow.reads('本次启动', '沿用已存的登录态')
      expect(await flow.logins()).toBe(0)
      await flow.picture('session-key-life')

      await flow.press('rotate-session-keys')
      await flow.press('restart')
      await flow.goToFlow()
      await flow.reads('本次启动', '重新登录')
      await flow.reads('登录次数', '1 次')
      expect(await flow.answers('POST /login')).toMatchObject({ total: 2, ok: 2 })
    })

    test('code, encryptedData and iv in one exchange give the session, the uid and the unionid', async () => {
      const flow = await open('一次换取登录态')
      await requestTwice(flow)
      await flow.reads('uid', /[\da-f]{8}-/)
      await flow.reads('unionid', /o[\w-]{8}/)
      await flow.picture('code-and-profile')
      expect(await flow.answers('POST /dialects/one-exchange/login')).toMatchObject({ total: 2, ok: 2 })
      expect(await flow.answers('GET /dialects/one-exchange/orders')).toMatchObject({
        total: 3,
        ok: 2,
        unauthorized: 1,
      })
    })

    test('two steps, and business codes under status 200', async () => {
      const flow = await open('两步登录')
      await requestTwice(flow)
      await flow.reads('昵称', /\S/)
      await flow.picture('two-steps')
      expect(await flow.answers('GET /dialects/business-code/code')).toMatchObject({ total: 2, ok: 2 })
      expect(await flow.answers('POST /dialects/business-code/login')).toMatchObject({ total: 2, ok: 2 })
      expect(await flow.answers('GET /dialects/business-code/orders')).toMatchObject({
        total: 3,
        ok: 2,
        unauthorized: 1,
      })
    })

    test('who has no account is led to the binding, and goes on after it', async () => {
      const flow = await open('未绑定账号')
      const bindAs = async (name: string) => {
        await flow.app.getByPlaceholder('请输入账号名').fill(name)
        await flow.tap('绑定')
      }
      await flow.reads('登录状态', '已登录')
      await flow.tap('解除绑定')
      await flow.reads('登录状态', '已退出登录')
      await flow.tap('微信登录')
      await bindAs('老茶客')
      await flow.reads('账号', '老茶客')
      await flow.picture('unbound')

      await flow.tap('解除绑定')
      await flow.tap('微信登录')
      await bindAs('老茶客')
      await flow.shows('这个名字已被使用')
      await flow.picture('bind')
      await flow.back()
      await flow.reads('登录状态', '未绑定账号')
      await flow.tap('绑定账号')
      await bindAs('新茶客')
      await flow.reads('账号', '新茶客')
      await flow.reads('登录状态', '已登录')
      expect(await flow.answers('GET /dialects/unbound/login')).toMatchObject({ total: 3 })
      expect(await flow.answers('POST /dialects/unbound/bind')).toMatchObject({ total: 3 })
    })

    test('a failed login has a code; nobody but the user tries again within the cooldown', async () => {
      const flow = await open('登录失败')
      await flow.press('login-fail')
      await flow.tap('重试')
      await flow.shows('登录服务暂时不可用，请稍后再试')
      await flow.reads('失败原因', 'SERVER_UNAVAILABLE')
      await flow.tap('自动登录')
      await flow.reads('上次点击', 'COOLING_DOWN')
      await flow.picture('login-failed')
      expect(await flow.exchanges()).toBe(1)

      await flow.press('login-ok')
      await flow.tap('重试')
      await flow.reads('上次点击', '成功')
      await flow.reads('登录状态', '已登录')
      expect(await flow.exchanges()).toBe(2)
    })
  })
}
