import { isOfLogin, type Flight } from '../flights'
import { tokenOf } from '../backend'
import type { Session } from '../../../src/index'
import { sessionOf, type Call, type Result } from '../reading'
import { first, type Check } from './check'

const isOver = (call: Call, position: number) =>
  (call.end !== null && call.end.position < position) || (call.aborted !== null && call.aborted <= position)

/** ms after which the login goes on without the request that carries the code. */
const PATIENCE = 2000

const isLeft = ({ purpose, at }: Call, now: number) => purpose === 'carrier' && now - at >= PATIENCE

const isAbortable = ({ name }: Call) => name === 'request'

export const loginChecks: Check[] = [
  [
    'P1 nothing of a login happens outside of one',
    ({ calls, flights }) => {
      const flown = new Set(flights.flatMap((flight) => flight.calls))
      return first(
        calls,
        (call) =>
          isOfLogin(call) &&
          (call.status !== 'loggingIn' || !flown.has(call)) &&
          `${call.purpose} while ${call.status}`,
      )
    },
  ],
  [
    'P1 at most one login is in flight',
    ({ flights }) =>
      first(flights, ({ calls }) =>
        first(
          calls.slice(1),
          (call, index = calls.indexOf(call), before = calls[index - 1] as Call) =>
            !isOver(before, call.position) &&
            !isLeft(before, call.at) &&
            `${call.purpose} while the ${before.purpose} before it is under way`,
        ),
      ),
  ],
  [
    'P1 the exchange of a login that is over is aborted',
    ({ flights }) =>
      first(flights, ({ calls, end, outcome }) =>
        first(
          calls,
          (call) =>
            end &&
            isAbortable(call) &&
            !isOver(call, end.position) &&
            !isLeft(call, end.at) &&
            `${outcome}, and the ${call.purpose} goes on`,
        ),
      ),
  ],
  [
    'P1 every exchange has a code of its own, of its own login, and a good one',
    ({ flights, jumps, requests }) => {
      const codes = requests.filter(({ code }) => code !== null).map(({ code }) => code)
      if (new Set(codes).size < codes.length) return 'a code was sent twice'
      return first(flights, (flight) =>
        first(flight.calls, (call) => call.code !== null && codeProblem(call, call.code, flight, jumps)),
      )
    },
  ],
  [
    'P2 a login that replaces a session has a reason',
    ({ flights, requests, jumps }) =>
      first(flights, ({ former, reason, start }) => {
        if (former.status !== 'authenticated' || reason === 'user') return null
        const { session } = former
        // A rejected session is dropped before the login begins.
        if (session.expiresAt === undefined) return `${reason}, of a session that the server ends`
        const lives = session.expiresAt - session.obtainedAt
        const granted = requests.find(
          ({ end }) => end?.how === 'success' && isGrant(end.result, session.token),
        )
        // The server's clock is known to the second, and to the latency of an answer.
        const isEarly = granted?.end && start.at - granted.end.at < lives / 2 - 25_000
        return isEarly && jumps.length === 0 && `${reason} of a session in the first half of its life`
      }),
  ],
  [
    'P2 who asks for a session gets one of his own, and a new one if he insists',
    ({ asked, flights, eraOf }) =>
      first(asked, ({ what, outcome, isForced, life, era, order }) => {
        if ((what !== 'login' && what !== 'ensureLogin') || !outcome?.ok) return null
        const session = outcome.value as Session
        if (eraOf(life, session.token) !== era) return `${what}() gives ${session.token}`
        const flight = flights.find(({ end }) => end && sessionOf(end.state) === session)
        return isForced && !(flight?.end && flight.end.order > order) && `${session.token} is not new`
      }),
  ],
  [
    'P2 a refresh token whose answer was lost is not sent again',
    ({ requests }) => {
      const lost = new Set<string>()
      return first(requests, ({ purpose, life, options, end }) => {
        if (purpose !== 'renewal') return null
        const { refreshToken } = options.data as { refreshToken: string }
        const token = `${life} ${refreshToken}`
        if (lost.has(token)) return refreshToken
        if (end?.how !== 'success') lost.add(token)
        return null
      })
    },
  ],
]

const isGrant = (result: Result, token: string) => tokenOf(result) === token

const CODE_LIFE = 5 * 60_000

function codeProblem(call: Call, code: string, { calls }: Flight, jumps: readonly number[]): string | null {
  const login = calls.find(
    ({ purpose, end }) => purpose === 'login' && end?.how === 'success' && end.result.code === code,
  )
  if (!login?.end) return `${code} is of no wx.login of this login`
  if (login.end.result.fromCache) return `${code} is from the cache`
  // The device's clock tells how old a code is.
  return call.at - login.at >= CODE_LIFE && jumps.length === 0 ? `${code} is too old` : null
}
