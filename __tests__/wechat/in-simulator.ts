import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { parse } from 'acorn'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../e2e/chromium'
import { describeInBrowser } from '../e2e/in-browser'
import { createCounts } from '../e2e/counts'
import { openSimulator, type SimulatorPage } from '../e2e/simulator-page'
import { readFolder } from './read-folder'
import { simulate } from './simulate'

/** What the simulator's frame has, and Node’s types do not know. */
interface Running {
  miniProgram: { modules: Record<string, () => void> }
}

/**
 * The example as WeChat's tools compiled it, in the simulator: every file of theirs, WXML and WXSS too. WXML is WXML
 * there: WeChat makes JavaScript of it after the upload, for its own renderer, which the simulator is without; what
 * __tests__/components renders was compiled by that compiler.
 */
export function inSimulator(compiled: () => string) {
  describeInBrowser('in the simulator', () => {
    let simulator: Awaited<ReturnType<typeof simulate>>
    let browser: Browser
    let counts: ReturnType<typeof createCounts>
    let screen: SimulatorPage

    beforeAll(async () => {
      simulator = await simulate(compiled())
      browser = await launchChromium()
      counts = createCounts(simulator.url)
    }, 120_000)

    afterAll(async () => {
      await browser.close()
      await simulator.interrupt()
    })

    beforeEach(async () => {
      await counts.reset()
      screen = await openSimulator(browser, simulator.url)
      await screen.status('authenticated')
      await screen.shows('明前龙井')
    })

    afterEach(async () => {
      expect(screen.problems).toEqual([])
      await screen.close()
    })

    test('what runs is what they wrote, byte for byte, in the language of ES5', async () => {
      const scripts = [...(await readFolder(compiled()))].filter(([path]) => path.endsWith('.js'))
      const written = new Map(scripts.map(([path, content]) => [path.slice(1), String(content)]))
      const running = await screen.app.locator('body').evaluate(() => {
        const { modules } = (globalThis as unknown as Running).miniProgram
        return Object.entries(modules).map(([path, run]) => [path, String(run)] as const)
      })
      expect(running.map(([path]) => path).sort()).toEqual([...written.keys()].sort())
      for (const [path, text] of running) {
        const script = written.get(path) ?? ''
        expect(text).toContain(`'use strict'\n${script}\n`)
        parse(script, { ecmaVersion: 5 })
      }
    })

    test('one wx.login for all, and ten requests with an expired session share the next', async () => {
      expect(await screen.counters()).toEqual([1, 1, 1, 0])
      await screen.tab('订单')
      await screen.shows('待发货')
      await screen.press('expire-sessions')
      await screen.press('reset-counters')
      await counts.reset()
      await screen.tap('同时发送 10 个请求')
      await screen.counterReaches('replays', 10)
      await screen.shows('10 个请求，10 个成功')
      expect(await screen.counters()).toEqual([1, 1, 20, 10])
      expect(await counts.read()).toMatchObject({ exchanges: 1, distinctCodes: 1 })
      await screen.screenshot('compiled-orders')
    })

    test('the user’s page shows him, and what he changes', async () => {
      await screen.tab('我的')
      await screen.give('绑定手机号')
      await screen.shows(/\d{3}\*{4}\d{4}/)
      await screen.screenshot('compiled-user')
    })

    test('auth-gate asks a guest to log in with auth-button, and shows the user what it keeps', async () => {
      const shown = screen.app.locator('.page:not([hidden])')
      const go = (name: string) => shown.getByText(name, { exact: true }).click()
      await go('登录方式')
      await go('登录组件')
      await shown.getByRole('button', { name: '换头像' }).waitFor()
      await screen.tap('退出登录')
      await screen.shows('登录后可以绑定手机号')
      await screen.tap('微信登录')
      await shown.getByRole('button', { name: '换头像' }).waitFor()
      expect((await screen.counters())[0]).toBe(2)
      await screen.screenshot('compiled-components')
    })
  })
}
