import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium'
import { describeInBrowser } from './in-browser'
import { openSimulator, type SimulatorPage } from './simulator-page'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process'

const ROOT = join(__dirname, '../..')

/** As the README begins: the auth is nobody's globalData, and its server is api.example.com. */
const TEA = {
  'package.json': '{ "dependencies": { "miniprogram-auth": "*" } }',
  'app.json': '{ "pages": ["tea", "broken", "late"] }',
  'auth.js': `import { createAuth } from 'miniprogram-auth'
    export const auth = createAuth({ baseURL: 'https://api.example.com', login: '/login' })`,
  'app.js': `import { auth } from './auth'
    App({ onLaunch() { auth.ensurelogin() } })`,
  'tea.js': `import { auth } from './auth'
    Page({
      data: { count: '' },
      async onShow() {
        const { data } = await auth.request({ url: '/orders' })
        this.setData({ count: data.orders.length + ' 个订单' })
      },
      onElsewhere() { wx.request({ url: 'https://api.nowhere.invalid/orders?token=x' }) },
      onBroken() { wx.navigateTo({ url: '/broken' }) },
      onLate() { wx.navigateTo({ url: '/late' }) },
      onTap() { throw new Error('点错了 ' + 13812345678) },
    })`,
  'tea.wxml': `<view>{{ count }}</view>
    <button bindtap="onElsewhere">别处</button><button bindtap="onTap">点击</button>
    <button bindtap="onBroken">坏页面</button><button bindtap="onLate">晚页面</button>`,
  'broken.js': "require('./no-such-file')",
  'broken.wxml': '<view>坏页面的内容</view>',
  'late.js': 'Page({ onLoad() { this.load() }, async onShow() { await this.show() } })',
  'late.wxml': '<view>晚页面的内容</view>',
}

/** Needs a package that nobody has installed. */
const BARE = {
  'package.json': '{}',
  'app.json': '{ "pages": ["tea"] }',
  'app.js': "import { createAuth } from 'miniprogram-auth'\nApp({ auth: createAuth({}) })",
  'tea.js': 'Page({})',
  'tea.wxml': '<view>一页茶</view>',
}

describeInBrowser('the simulator with a mini program of one’s own', () => {
  let temporary: string
  let browser: Browser
  let simulator: SimulatorProcess
  let screen: SimulatorPage

  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'simulator-own-app-'))
    browser = await launchChromium()
  })

  afterAll(async () => {
    await browser.close()
    await rm(temporary, { recursive: true })
  })

  afterEach(async () => {
    const visible = `${await screen.contents()}${simulator.output()}`
    for (const secret of screen.secrets) expect(visible).not.toContain(secret)
    await screen.close()
    await simulator.interrupt()
  })

  async function open(name: string, files: Record<string, string>, packages: string[] = []) {
    const folder = join(temporary, name)
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    for (const part of packages)
      await cp(join(ROOT, part), join(folder, 'node_modules/miniprogram-auth', part), { recursive: true })
    simulator = await startSimulatorProcess(folder)
    screen = await openSimulator(browser, simulator.url)
    return simulator
  }

  const says = (text: string) => screen.app.getByRole('alert').getByText(text).waitFor()
  const timelineSays = (text: string) => screen.row(text).waitFor()

  test('sees its login, answers for api.example.com, and shows what fails in red', async () => {
    const { url } = await open('tea', TEA, ['package.json', 'miniprogram_dist'])

    // The typo in onLaunch keeps no page from starting, as on a phone.
    await screen.status('authenticated')
    await screen.shows('2 个订单')
    await says('app.js onLaunch：TypeError: auth_1.auth.ensurelogin is not a function')
    await timelineSays('app.js onLaunch：TypeError: auth_1.auth.ensurelogin is not a function')
    await screen.screenshot('11-own-app')

    await screen.tap('点击')
    await says('点错了 138****5678')
    await screen.tap('别处')
    await timelineSays(`连不上 https://api.nowhere.invalid：模拟器的后端是 ${url}`)

    await screen.tap('晚页面')
    await says('late.js onLoad：TypeError: this.load is not a function')
    await says('TypeError: this.show is not a function')
    await screen.tap('返回')
    await screen.tap('坏页面')
    await says("broken.js：Error: module './no-such-file' is not defined, required by broken.js")
    await screen.shows('坏页面的内容')
    await screen.screenshot('12-own-app-problems')
  }, 60_000)

  test('says that a package was not installed, and that no login was found', async () => {
    await open('bare', BARE)
    const text = "app.js：没有 npm install：module 'miniprogram-auth' is not defined, required by app.js"
    await says(text)
    await timelineSays(text)
    await screen.status('none')
    await screen.panelShows('未发现 createAuth()')
    await screen.shows('一页茶')
    await screen.screenshot('13-own-app-bare')
  }, 60_000)
})
