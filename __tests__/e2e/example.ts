import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium'
import { describeInBrowser } from './in-browser'
import { createCounts } from './counts'
import { openSimulator, type SimulatorPage } from './simulator-page'
import { type SimulatorProcess, startSimulatorProcess } from './simulator-process'

/** Windows has none: there the process just ends. */
const hasSignals = process.platform !== 'win32'

/** The example on the screen, logged in, before each test. */
export interface Example {
  counts: ReturnType<typeof createCounts>
  screen: SimulatorPage
}

/** Tests of `npm start`, as its user sees it; after each, no secret is to be seen, and nothing has gone wrong unseen. */
export function describeExample(name: string, tests: (example: Example) => void): void {
  describeInBrowser(name, () => {
    const example = {} as Example
    let simulator: SimulatorProcess
    let browser: Browser

    beforeAll(async () => {
      simulator = await startSimulatorProcess()
      browser = await launchChromium()
      example.counts = createCounts(simulator.url)
    }, 120_000)

    afterAll(async () => {
      const exitCode = await simulator.interrupt()
      await browser.close()
      if (hasSignals) expect(exitCode).toBe(0)
    })

    beforeEach(async () => {
      await example.counts.reset()
      example.screen = await openSimulator(browser, simulator.url)
      await example.screen.status('authenticated')
      await example.screen.shows('明前龙井')
    })

    afterEach(async () => {
      const { screen } = example
      const visible = `${await screen.contents()}${simulator.output()}`
      expect(screen.secrets.size).toBeGreaterThan(0)
      for (const secret of screen.secrets) expect(visible).not.toContain(secret)
      expect(screen.problems).toEqual([])
      await screen.close()
    })

    tests(example)
  })
}
