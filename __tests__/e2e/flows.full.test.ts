import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium'
import { describeInBrowser } from './in-browser'
import { actionFlows } from './flows/actions'
import { componentFlows } from './flows/components'
import { type FlowScreen, openFlow } from './flows/flow-screen'
import { pageFlows } from './flows/pages'
import { profileFlows } from './flows/profiles'
import { sessionFlows } from './flows/sessions'
import { staleKeyFlows } from './flows/stale-keys'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process'

describeInBrowser('every login flow of the example mini program', () => {
  let simulator: SimulatorProcess
  let browser: Browser
  let screen: FlowScreen

  beforeAll(async () => {
    simulator = await startSimulatorProcess()
    browser = await launchChromium()
  }, 120_000)

  afterAll(async () => {
    await simulator.interrupt()
    await browser.close()
  })

  afterEach(async () => {
    await screen.press('login-ok')
    const visible = `${await screen.contents()}${simulator.output()}`
    expect(screen.secrets.size).toBeGreaterThan(0)
    for (const secret of screen.secrets) expect(visible).not.toContain(secret)
    expect(screen.problems).toEqual([])
    await screen.close()
  })

  const stage = {
    async open(title: string) {
      screen = await openFlow(browser, simulator.url, title)
      return screen
    },
  }

  // First, while the account has no profile yet.
  profileFlows(stage)
  sessionFlows(stage)
  pageFlows(stage)
  actionFlows(stage)
  componentFlows(stage)
  staleKeyFlows(stage)
})
