import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Browser } from 'playwright-core'
import { createCounts } from '../counts'
import { openSimulator } from '../simulator-page'
import { until } from '../phone'

export type FlowScreen = Awaited<ReturnType<typeof openFlow>>

/** What the tests of the flows share: one browser and one simulator. */
export interface FlowStage {
  /** Opens the example app on a phone that has never seen it, and goes to the page of this title. */
  open(title: string): Promise<FlowScreen>
}

/** The pictures of docs/screenshots are taken anew with UPDATE_SCREENSHOTS=1. */
const FOLDERS = [
  '.cache/screenshots/flows',
  ...(process.env.UPDATE_SCREENSHOTS === '1' ? ['docs/screenshots'] : []),
]

export async function openFlow(browser: Browser, url: string, title: string) {
  const screen = await openSimulator(browser, url)
  const { app } = screen
  const counts = createCounts(url)
  const shown = app.locator('.page:not([hidden])')
  const page = app.owner().page()

  async function go(name: string) {
    await shown.getByText(name, { exact: true }).click()
    await app.locator('.nav-title').filter({ hasText: name }).waitFor()
  }

  async function goToFlow() {
    await screen.shows('明前龙井')
    await go('登录方式')
    if (title !== '登录方式') await go(title)
  }

  await screen.status('authenticated')
  await counts.reset()
  await goToFlow()

  return {
    ...screen,
    page,
    shown,
    goToFlow,
    go,
    back: () => app.getByRole('button', { name: '返回' }).click(),
    /** Waits until the cell of this name says this. */
    reads: (name: string, value: string | RegExp) =>
      shown
        .locator('.cell')
        .filter({ has: page.getByText(name, { exact: true }) })
        .filter({ hasText: value })
        .waitFor(),
    /** How often the server has answered: `POST /orders` → { total, ok, unauthorized, other }. */
    answers: async (route: string) => (await counts.read()).byRoute[route],
    exchanges: async () => (await counts.read()).exchanges,
    tokensInUrls: async () => (await counts.read()).tokensInUrls,
    /** Resolves when the server has answered that often with success. */
    answered: (route: string, times: number) =>
      until(async () => (await counts.read()).byRoute[route]?.ok === times),
    /** How often the app has called wx.login. */
    logins: async () => (await screen.counters())[0],
    /** The phone alone. */
    async picture(name: string) {
      for (const folder of FOLDERS) {
        const path = `${folder}/${name}.png`
        await mkdir(dirname(path), { recursive: true })
        await page.locator('[data-test=phone]').screenshot({ path, animations: 'disabled' })
      }
    },
  }
}
