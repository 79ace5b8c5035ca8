import { describe } from '@jest/globals'
import { executablePath } from './chromium'

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
