import { describe } from '@jest/globals'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The browser to test with: CHROMIUM_PATH, else the first one found on PATH. */
function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  const folders = [...PATH.split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const candidates = CHROMIUM_PATH
    ? [CHROMIUM_PATH]
    : [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), MAC]
  return candidates.find((path) => existsSync(path))
}

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const executablePath = findChromium()

/**
 * Tests that need a browser. CI has one, and fails without it; `npm test` on a machine that has none says so, and goes on
 * with the rest.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (executablePath !== undefined || process.env.CI === 'true') describe(name, tests)
  else {
    console.warn(`Not run, as no Chromium was found (set CHROMIUM_PATH): ${name}`)
    describe.skip(name, tests)
  }
}

export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('CI needs a Chromium: none was found')
  return chromium.launch({ executablePath, args: chromiumFlags })
}
