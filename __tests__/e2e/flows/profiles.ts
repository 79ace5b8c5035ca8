import { describe, expect, test } from '@jest/globals'
import type { FlowStage } from './flow-screen'

export function profileFlows({ open }: FlowStage) {
  describe('profiles', () => {
    test('after a denial nothing is saved; once allowed, the login button becomes the user’s card', async () => {
      const flow = await open('登录后完善资料')
      await flow.reads('登录状态', '已登录')
      await flow.picture('profile-before')
      await flow.tap('微信登录')
      await flow.tap('拒绝')
      await flow.shows('没有授权，资料未保存')
      expect(await flow.answers('POST /dialects/user-info/update')).toBeUndefined()

      await flow.give('微信登录')
      await flow.shows('已保存')
      await flow.shown.getByText('微信用户', { exact: true }).waitFor()
      await flow.hides('已保存')
      await flow.picture('profile')
      expect(await flow.answers('POST /dialects/user-info/login')).toMatchObject({ total: 1, ok: 1 })
      expect(await flow.answers('POST /dialects/user-info/update')).toMatchObject({ total: 1, ok: 1 })

      await flow.press('restart')
      await flow.goToFlow()
      await flow.shown.getByText('微信用户', { exact: true }).waitFor()
      expect(await flow.answers('POST /dialects/user-info/login')).toMatchObject({ total: 1 })
    })

    test('an avatar is uploaded once, and a nickname suggested', async () => {
      const flow = await open('头像与昵称')
      await flow.reads('头像', '')
      await flow.tap('选择头像')
      await flow.tap('取消')
      await flow.shows('没有选择头像')
      await flow.tap('选择头像')
      await flow.tap('用微信头像')
      await flow.shows('头像已上传')
      const image = flow.shown.locator('image')
      expect(await image.getAttribute('style')).toMatch(/\/avatars\/[\w-]+/)

      await flow.app.getByPlaceholder('点此填写').last().focus()
      await flow.tap('小茶')
      await flow.shows('昵称已保存')
      await flow.hides('昵称已保存')
      await flow.picture('avatar-and-nickname')
      expect(await flow.answers('POST /me/avatar')).toMatchObject({ total: 1, ok: 1 })
      expect(await flow.answers('POST /me/profile')).toMatchObject({ total: 1, ok: 1 })
      expect(await flow.logins()).toBe(1)
    })

    test('a denied profile is asked for again, a denied permission leads to the settings', async () => {
      const flow = await open('拒绝后再授权')
      await flow.tap('使用微信资料')
      await flow.tap('拒绝')
      await flow.reads('微信资料', '没有授权，用默认昵称')
      await flow.give('使用微信资料')
      await flow.reads('微信资料', '微信用户')

      await flow.tap('保存海报到相册')
      await flow.tap('拒绝')
      await flow.reads('相册权限', '没有权限，未保存')
      await flow.picture('denied')
      await flow.tap('保存海报到相册')
      await flow.shows('保存海报需要使用相册')
      await flow.picture('denied-explained')
      await flow.tap('取消')
      await flow.reads('相册权限', '没有权限，未保存')
      await flow.tap('保存海报到相册')
      await flow.tap('去设置')
      await flow.app.getByRole('switch', { name: '添加到相册' }).click()
      await flow.app.getByRole('dialog').getByRole('button', { name: '返回' }).click()
      await flow.reads('相册权限', '已允许')
      await flow.tap('保存海报到相册')
      await flow.reads('相册权限', '已允许')
    })
  })
}
