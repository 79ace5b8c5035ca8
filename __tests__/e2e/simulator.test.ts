import { expect, test } from '@jest/globals'
import { describeExample } from './example'

describeExample('the example mini program in the simulator', (example) => {
  test('a cold start takes one wx.login and one exchange', async () => {
    const { counts, screen } = example
    expect(await screen.counters()).toEqual([1, 1, 1, 0])
    expect(await counts.read()).toMatchObject({ exchanges: 1, distinctCodes: 1, tokensInUrls: 0 })
    await screen.screenshot('1-cold-start')
  })

  test('ten requests with an expired session share one login, and each is replayed once', async () => {
    const { counts, screen } = example
    await screen.tab('订单')
    await screen.shows('待发货')
    await screen.tap('同时发送 10 个请求')
    await screen.shows('10 个请求，10 个成功')

    await screen.press('expire-sessions')
    await screen.press('reset-counters')
    await counts.reset()
    await screen.tap('同时发送 10 个请求')
    await screen.counterReaches('replays', 10)
    await screen.shows('10 个请求，10 个成功')

    expect(await screen.counters()).toEqual([1, 1, 20, 10])
    expect(await counts.read()).toMatchObject({
      exchanges: 1,
      distinctCodes: 1,
      byRoute: {
        'POST /login': { total: 1, ok: 1 },
        'GET /orders': { total: 20, ok: 10, unauthorized: 10, other: 0 },
      },
    })
    await screen.screenshot('3-ten-replays')
  })
})
