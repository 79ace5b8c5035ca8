import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium'
import { describeInBrowser } from './in-browser'
import { openSimulator, type SimulatorPage } from './simulator-page'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process'

/** What the browser has, and Node’s types do not know. */
interface Styles {
  getComputedStyle(element: unknown): { color: string }
}

describeInBrowser('the simulated phone, with a mini program that uses all of it', () => {
  let simulator: SimulatorProcess
  let browser: Browser
  let screen: SimulatorPage

  beforeAll(async () => {
    simulator = await startSimulatorProcess(join(__dirname, 'fixtures/phone-tour'))
    browser = await launchChromium()
  }, 120_000)

  afterAll(async () => {
    await simulator.interrupt()
    await browser.close()
  })

  beforeEach(async () => {
    screen = await openSimulator(browser, simulator.url)
    await screen.shows('申请位置')
  })

  afterEach(async () => {
    expect(screen.problems).toEqual([])
    await screen.close()
  })

  /** What the app was told last. */
  const told = (text: string) =>
    screen.app.locator('.page:not([hidden]) .result').first().filter({ hasText: text }).waitFor()
  const dialog = (name: string) => screen.app.getByRole('dialog', { name }).waitFor()
  const leaveSettings = () => screen.app.getByRole('dialog').getByRole('button', { name: '返回' }).click()
  /** Taps within the page that is shown; the others are hidden below it. */
  const press = (text: string) =>
    screen.app.locator('.page:not([hidden])').getByText(text, { exact: true }).click()

  test('modal, action sheet, toast and loading', async () => {
    await press('对话框')
    await dialog('删除订单')
    await screen.tap('再想想')
    await told('showModal:ok false')
    await press('菜单')
    await screen.tap('绿茶')
    await told('showActionSheet:ok 1')
    await press('菜单')
    await screen.tap('取消')
    await told('showActionSheet:fail cancel')
    await press('提示')
    await screen.shows('已保存')
    await press('加载')
    await screen.hides('已保存')
    await screen.shows('加载中')
    await press('收起')
    await screen.hides('加载中')
  })

  test('a permission that was denied is denied at once, until the settings page grants it', async () => {
    await press('申请位置')
    await dialog('获取你的位置信息')
    await screen.tap('拒绝')
    await told('authorize:fail auth deny')
    await press('设置')
    await dialog('设置')
    await screen.app.getByRole('switch', { name: '位置信息', checked: false }).click()
    await leaveSettings()
    await told('openSetting:ok {"scope.userLocation":true}')
    await press('申请位置')
    await told('authorize:ok')
  })

  test('the settings page opens within a tap only', async () => {
    await press('稍后设置')
    await told('openSetting:fail can only be invoked by user TAP gesture.')
    await press('查询后设置')
    await screen.shows('还没有申请过任何权限')
    await leaveSettings()
    await told('openSetting:ok')
    await press('确认后设置')
    await screen.tap('确定')
    await dialog('设置')
    await leaveSettings()
    await press('设置按钮')
    await dialog('设置')
    await leaveSettings()
  })

  test('phone number, user information and avatar are given away by the user only', async () => {
    await press('手机号')
    await dialog('获取并验证你的手机号')
    await screen.shows(/138\*{4}\d{4}/)
    await screen.tap('允许')
    await told('getPhoneNumber:ok encryptedData iv code')
    await press('实时手机号')
    await screen.tap('拒绝')
    await told('getRealtimePhoneNumber:fail user deny')
    await screen.press('old-client')
    await screen.give('手机号')
    await told('getPhoneNumber:ok encryptedData iv')
    await screen.give('用户信息')
    await told('getUserInfo:ok 微信用户 encryptedData iv rawData signature')
    await press('头像')
    await screen.tap('从相册选择')
    await told('有头像')
    await press('头像')
    await screen.tap('取消')
    await told('chooseAvatar:fail cancel')
    // Codes, encrypted data and IVs are longer than anything else that is shown.
    expect(await screen.contents('texts')).not.toMatch(/[\w+/=-]{24,}|1\d{10}/)
  })

  test('a nickname input suggests the user’s name', async () => {
    await screen.app.getByPlaceholder('昵称').focus()
    await screen.tap('小茶')
    await screen.shows('你好，小茶')
  })

  test('wx.checkSession fails once the panel has rotated the session_key', async () => {
    await press('登录并检查')
    await told('checkSession:ok')
    await screen.press('rotate-session-keys')
    await press('再检查')
    await told('session time out')
  })

  test('the consent to the privacy contract is asked by WeChat, or by the app', async () => {
    await screen.press('privacy')
    await press('手机号')
    await dialog('用户隐私保护提示')
    await screen.tap('拒绝')
    await told('getPhoneNumber:fail privacy permission is not authorized 104')
    await press('自己询问')
    await press('要求隐私授权')
    await press('不同意协议')
    await told('requirePrivacyAuthorize:fail privacy permission is not authorized 104')
    await press('要求隐私授权')
    await press('同意协议')
    await told('requirePrivacyAuthorize:ok')
    await screen.press('privacy')
    await screen.give('同意并取手机号')
    await told('getPhoneNumber:ok')
  })

  test('components: named slots, external classes, behaviors, and one of a package', async () => {
    await screen.tab('组件')
    await screen.shows('标题在上')
    const colour = (text: string) =>
      screen.app
        .getByText(text)
        .evaluate((element) => (globalThis as unknown as Styles).getComputedStyle(element).color)
    expect(await colour('内容在下')).toBe('rgb(4, 5, 6)')
    expect(await colour('「3 杯」')).toBe('rgb(1, 2, 3)')
    await press('「3 杯」')
    await screen.shows('喝的是tea-parts')
    await press('查找组件')
    await screen.shows('找到一个好盒子 1')
  })

  test('pages live and end in the platform’s order', async () => {
    await screen.tab('组件')
    await press('下一步')
    await screen.shows('第 2 页，茶')
    await press('替换')
    await screen.shows('第 2 页，new')
    await press('退到底')
    const left = 'box.hide parts.onHide step.onLoad step.onShow step.onReady'
    const replaced = 'step.onUnload step.onLoad step.onShow step.onReady'
    await screen.shows(`${left} ${replaced} step.onUnload box.show parts.onShow`)
  })

  test('ten pages are the most, and a relaunch ends them all', async () => {
    await screen.tab('组件')
    await press('链接')
    for (let depth = 2; depth < 10; depth++) {
      await screen.shows(`第 ${depth} 页`)
      await press('再深一层')
    }
    await screen.shows('第 10 页')
    await press('再深一层')
    await screen.shows('navigateTo:fail webview count limit exceed')
    await press('重新开始')
    await screen.shows('标题在上')
    await expect(screen.app.locator('.page').count()).resolves.toBe(1)
  })
})
