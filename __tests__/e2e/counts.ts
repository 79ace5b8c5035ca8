import type { CountsReport } from '../../examples/server/control/counts'

/** The server's own counts: what arrived, whatever the client believes. */
export function createCounts(url: string) {
  return {
    async reset() {
      await fetch(`${url}/control/reset-counts`, { method: 'POST' })
    },
    async read() {
      return (await (await fetch(`${url}/control/counts`)).json()) as CountsReport
    },
  }
}
