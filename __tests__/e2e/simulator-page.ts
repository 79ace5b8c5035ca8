import type { Browser } from 'playwright-core'

export type SimulatorPage = Awaited<ReturnType<typeof openSimulator>>

/** Opens the simulator in a browser that has never seen it, and offers what a person at it could do. */
export async function openSimulator(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const app = page.frameLocator('[data-test=phone]')
  const problems: string[] = []
  /** Every token and code that went over the wire, in full. */
  const secrets = new Set<string>()

  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // The browser itself reports each 401 and 500: those are what the tests are about.
    const expected = message.text().startsWith('Failed to load resource: the server responded with')
    if (message.type() === 'error' && !expected) problems.push(message.text())
  })
  page.on('request', (request) => {
    const token = request.headers().authorization?.replace('Bearer ', '')
    const code = /"code":"([^"]+)"/.exec(request.postData() ?? '')?.[1]
    for (const secret of [token, code]) if (secret !== undefined) secrets.add(secret)
  })
  await page.goto(url)

  const control = (name: string) => page.locator(`[data-test=${name}]`)
  const status = (name: string) => page.locator(`[data-test=status][data-status=${name}]`).waitFor()
  const tab = (name: string) => app.locator('.tab-bar').getByText(name).click()
  const tap = (name: string) => app.getByRole('button', { name, exact: true }).click()

  return {
    app,
    problems,
    secrets,
    status,
    tab,
    tap,
    /** Taps a button that asks for the user's data, and allows it. */
    async give(name: string) {
      await tap(name)
      await tap('允许')
    },
    shows: (text: string | RegExp) => app.getByText(text).first().waitFor(),
    hides: (text: string) => app.getByText(text).waitFor({ state: 'hidden' }),
    panelShows: (text: string) => page.getByText(text).waitFor(),
    panelHides: (text: string) => page.getByText(text).waitFor({ state: 'hidden' }),
    /** A row of the timeline. */
    row: (text: string) => page.locator('[data-test=rows] .row').getByText(text).first(),
    counterReaches: (name: string, value: number) =>
      page.locator(`[data-test=${name}]:text-is("${value}")`).waitFor(),
    screenshot: (name: string) => page.screenshot({ path: `.cache/screenshots/${name}.png` }),
    close: () => context.close(),

    /** Presses a control of the panel and waits until the server has done it. */
    async press(name: string) {
      await control(name).click()
      await page.locator(`[data-test=${name}]:enabled`).waitFor()
    },

    /** The panel's counters: wx.login, exchanges, requests, replays. */
    async counters() {
      const texts = ['logins', 'exchanges', 'sends', 'replays'].map((name) => control(name).innerText())
      return (await Promise.all(texts)).map(Number)
    },

    /** All there is to read, and the panel's markup unless it is about the texts alone. */
    async contents(kind: 'all' | 'texts' = 'all') {
      const bodies = [page.locator('body').innerText(), app.locator('body').innerText()]
      if (kind === 'all') bodies.push(page.content())
      return (await Promise.all(bodies)).join('\n')
    },

    async logOut() {
      await tab('我的')
      await tap('退出登录')
      await app.getByRole('dialog').getByText('确定').click()
      await status('loggedOut')
    },
  }
}
