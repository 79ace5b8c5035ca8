import { describe, expect, test } from '@jest/globals'
import type { FlowScreen, FlowStage } from './flow-screen'

/** What the browser has, and Node’s types do not know. */
interface Element {
  dispatchEvent(event: object): void
  ownerDocument: { defaultView: { MouseEvent: new (type: string, init: object) => object } }
}

const LOGIN = 'POST /dialects/third-session/login'

export function actionFlows({ open }: FlowStage) {
  /** Within one task, as no finger can. */
  const tapTogether = (flow: FlowScreen) =>
    flow.shown
      .locator('button')
      .filter({ hasText: /查看订单|收藏/ })
      .evaluateAll((buttons: unknown[]) => {
        for (const button of buttons as Element[])
          for (const type of ['mousedown', 'mouseup'])
            button.dispatchEvent(new button.ownerDocument.defaultView.MouseEvent(type, { bubbles: true }))
      })

  describe('actions', () => {
    test('the login is asked for before the action, which goes on after it', async () => {
      const flow = await open('操作前才登录')
      await flow.tap('查看订单')
      await flow.shows('登录后继续')
      await flow.picture('action-guard')
      await flow.tap('取消')
      await flow.reads('我的订单', '没有登录，已取消')
      expect(await flow.answers(LOGIN)).toBeUndefined()

      await flow.tap('查看订单')
      await flow.tap('一键登录')
      await flow.reads('我的订单', '第 1 次，2 个订单')
      await flow.tap('查看订单')
      await flow.reads('我的订单', '第 2 次，2 个订单')
      expect(await flow.answers(LOGIN)).toMatchObject({ total: 1, ok: 1 })
    })

    test('two buttons at once: one question, one login, both actions', async () => {
      const flow = await open('操作前才登录')
      await tapTogether(flow)
      await flow.tap('一键登录')
      await flow.reads('我的订单', '第 1 次，2 个订单')
      await flow.reads('明前龙井', '已收藏')
      expect(await flow.app.getByRole('dialog').count()).toBe(0)
      expect(await flow.answers(LOGIN)).toMatchObject({ total: 1, ok: 1 })
      // One more is that of the launch.
      expect(await flow.logins()).toBe(2)
    })

    test('a code in the body ends the session: the user is asked again, and the request sent again', async () => {
      const flow = await open('操作前才登录')
      await flow.tap('查看订单')
      await flow.tap('一键登录')
      await flow.reads('我的订单', '第 1 次，2 个订单')
      await flow.press('expire-sessions')
      await flow.tap('查看订单')
      await flow.tap('一键登录')
      await flow.reads('我的订单', '第 2 次，2 个订单')
      expect(await flow.answers('POST /dialects/third-session/orders')).toMatchObject({
        total: 3,
        ok: 2,
        unauthorized: 1,
      })
    })
  })
}
