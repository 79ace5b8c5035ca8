import { setTimeout as wait } from 'node:timers/promises'
import type { CountsReport } from '../server/control/counts'

/** The development switches of the reference backend. */
export function createSwitchboard(url: string) {
  let tokensSeen = 0

  async function post(path: string) {
    const response = await fetch(`${url}/control/${path}`, { method: 'POST' })
    if (!response.ok) throw new Error(`POST /control/${path} answered ${response.status}`)
  }

  /** Since the last reset, but for the tokens in URLs: a reset does not forget those. */
  async function counts(): Promise<CountsReport> {
    const response = await fetch(`${url}/control/counts`)
    const report = (await response.json()) as CountsReport
    return { ...report, tokensInUrls: report.tokensInUrls + tokensSeen }
  }

  return {
    counts,
    expireSessions: () => post('expire-sessions'),
    async resetCounts() {
      tokensSeen = (await counts()).tokensInUrls
      await post('reset-counts')
    },
    /** Waits for what the library does in the background; gives up after two seconds. */
    async until(condition: (report: CountsReport) => boolean) {
      for (let tries = 0; tries < 100 && !condition(await counts()); tries++) await wait(20)
    },
  }
}
