import { describe, expect, test } from '@jest/globals'
import type { FlowStage } from './flow-screen'

export function staleKeyFlows({ open }: FlowStage) {
  describe('phone number and encrypted data', () => {
    test('the code of a phone number needs no key; a denial is followed by an allowance', async () => {
      const flow = await open('手机号')
      await flow.press('rotate-session-keys')
      await flow.tap('获取手机号')
      await flow.tap('拒绝')
      await flow.reads('手机号', '没有授权')
      await flow.give('获取手机号')
      await flow.reads('手机号', /138\*{4}\d{4}/)
      await flow.picture('phone-number')
      expect(await flow.answers('POST /me/phone')).toMatchObject({ total: 1, ok: 1 })
      // That of the launch.
      expect(await flow.logins()).toBe(1)
    })

    test('a second success while the first is under way is not handed over', async () => {
      const flow = await open('手机号')
      let release = () => {}
      const released = new Promise<void>((resolve) => (release = resolve))
      await flow.page.route('**/me/phone', async (route) => {
        await released
        await route.continue()
      })
      await flow.give('获取手机号')
      await flow.reads('页面收到', '1 次')
      await flow.give('获取手机号')
      await flow.app.getByRole('dialog').waitFor({ state: 'hidden' })
      release()
      await flow.reads('手机号', /138\*{4}\d{4}/)
      await flow.reads('页面收到', '1 次')
      expect(await flow.answers('POST /me/phone')).toMatchObject({ total: 1, ok: 1 })
    })

    test('an old client with a good key: nothing calls wx.login between the tap and the server', async () => {
      const flow = await open('手机号')
      await flow.press('old-client')
      await flow.give('获取手机号')
      await flow.reads('手机号', /138\*{4}\d{4}/)
      await flow.give('提交加密资料')
      await flow.reads('加密资料', '服务器已解密')
      expect(await flow.logins()).toBe(1)
    })

    test('a key that was replaced since the page was opened: the profile is read anew, and decrypts', async () => {
      const flow = await open('手机号')
      await flow.press('rotate-session-keys')
      await flow.give('提交加密资料')
      await flow.reads('加密资料', '服务器已解密')
      await flow.reads('页面收到', '1 次')
      expect(await flow.answers('POST /me/profile')).toMatchObject({ total: 1, ok: 1 })
      expect(await flow.logins()).toBe(2)
    })

    test('the phone number of an old client asks for another tap, which succeeds', async () => {
      const flow = await open('手机号')
      await flow.press('old-client')
      await flow.press('rotate-session-keys')
      await flow.give('获取手机号')
      await flow.reads('手机号', '请再点一次')
      expect(await flow.answers('POST /me/phone')).toBeUndefined()
      await flow.give('获取手机号')
      await flow.reads('手机号', /138\*{4}\d{4}/)
      expect(await flow.answers('POST /me/phone')).toMatchObject({ total: 1, ok: 1 })
      expect(await flow.logins()).toBe(2)
    })
  })
}
