import { PROTECTED_ROUTES } from '../app'
import { DIALECT_ROUTES } from '../dialects'
import type { ServerEvent } from '../events'

export interface Tally {
  total: number
  /** 2xx */
  ok: number
  /** 401, or a dialect's word for it */
  unauthorized: number
  other: number
}

export interface CountsReport {
  /** Login codes that arrived, in any dialect, counted before they are answered. */
  exchanges: number
  distinctCodes: number
  /** Answered requests to the routes that need a session. */
  sends: Tally
  /** Answered requests by `METHOD /path`; a route that was not asked for is absent. */
  byRoute: Record<string, Tally>
  /** Requests of any route whose URL held something that looks like a token. */
  tokensInUrls: number
}

export interface Counts {
  addExchange: (code: string) => void
  observe: (event: ServerEvent) => void
  report: () => CountsReport
  reset: () => void
}

// Other paths are left out: a client may ask for as many different ones as it likes.
const COUNTED_ROUTES = ['/login', '/bind', '/public', ...PROTECTED_ROUTES, ...DIALECT_ROUTES]

export function createCounts(): Counts {
  let exchanges = 0
  let codes = new Set<string>()
  let sends = createTally()
  let byRoute = new Map<string, Tally>()
  let tokensInUrls = 0

  return {
    addExchange(code) {
      exchanges += 1
      codes.add(code)
    },
    observe(event) {
      if (event.type !== 'request') return
      if (event.tokenInUrl) tokensInUrls += 1
      if (!COUNTED_ROUTES.includes(event.path)) return
      const route = `${event.method} ${event.path}`
      const tally = byRoute.get(route) ?? createTally()
      byRoute.set(route, tally)
      // A dialect may answer 200 and say so in the body.
      const status = event.sessionRejected ? 401 : event.status
      add(tally, status)
      if (PROTECTED_ROUTES.includes(event.path)) add(sends, status)
    },
    report: () => ({
      exchanges,
      distinctCodes: codes.size,
      sends,
      byRoute: Object.fromEntries(byRoute),
      tokensInUrls,
    }),
    reset() {
      exchanges = 0
      codes = new Set()
      sends = createTally()
      byRoute = new Map()
      tokensInUrls = 0
    },
  }
}

function createTally(): Tally {
  return { total: 0, ok: 0, unauthorized: 0, other: 0 }
}

function add(tally: Tally, status: number): void {
  tally.total += 1
  tally[status === 401 ? 'unauthorized' : status >= 200 && status < 300 ? 'ok' : 'other'] += 1
}
