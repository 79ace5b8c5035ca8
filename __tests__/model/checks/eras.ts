import { isAuthError, type AuthError } from '../../../src/index'
import { idOf, sessionOf, type Call, type Reading } from '../reading'
import { MOST_TICKS, type Asked, type Boundary, type Moment, type Told } from '../trace'
import { first, isAborted, type Check } from './check'

/** Whose the token is, as a problem; null where it is that of the moment. */
function foreign(
  reading: Reading,
  token: string,
  { life, era }: Pick<Moment, 'life' | 'era'>,
): string | null {
  const owner = reading.eraOf(life, token)
  return owner === era ? null : `${token} of era ${owner} in era ${era}`
}

export const eraChecks: Check[] = [
  [
    'P5 nothing is sent with a session of another era',
    (reading) =>
      first(reading.requests, (call) => {
        if (call.token === null || call.purpose === 'remoteLogout') return null
        return foreign(reading, call.token, call)
      }),
  ],
  [
    'P5 the server is told of a logout once, with the session that has ended',
    (reading) => {
      const calls = reading.requests.filter(({ purpose }) => purpose === 'remoteLogout')
      if (new Set(calls.map(({ token, life }) => `${life} ${token}`)).size < calls.length) return 'twice'
      return first(calls, ({ token, life }) => {
        const owner = reading.eraOf(life, String(token))
        const end = reading.boundaries.find(({ era }) => era - 1 === owner)
        // A logout before the storage was read: it is told of what is found there then.
        const isEarly = reading.boundaries.some(
          (one) => owner === undefined && one.life === life && one.by === 'logout',
        )
        return end?.by !== 'logout' && !isEarly && `${token} was not logged out`
      })
    },
  ],
  [
    'P5 no request is sent as another user than the one it was asked for',
    ({ asked, requests }) => {
      const eras = new Map(asked.map(({ request, era }) => [request?.id, era]))
      return first(requests, (call) => {
        const { purpose, token, era } = call
        const isSomebodys = purpose === 'carrier' || (purpose === 'request' && token !== null)
        const asOf = isSomebodys ? eras.get(idOf(call)) : era
        return asOf !== era && `${call.options.url} of era ${asOf} in era ${era}`
      })
    },
  ],
  [
    'P5 nothing of another era is written or told to the platform',
    (reading) =>
      first(reading.calls, (call) => {
        const token = writtenBy(call)
        return token ? foreign(reading, token, call) : null
      }),
  ],
  [
    'P5 what is under way when the era ends is aborted at once',
    ({ boundaries, requests }) =>
      first(boundaries, ({ position, life, by }) =>
        first(requests, (call) => {
          const isUnderWay =
            call.life === life && call.position < position && !(call.end && call.end.position < position)
          const isBare = call.purpose === 'request' && call.token === null
          if (!isUnderWay || isBare || call.purpose === 'remoteLogout') return null
          return (
            !(call.aborted !== null && call.aborted <= position) && `${by}(), and the ${call.purpose} goes on`
          )
        }),
      ),
  ],
  [
    'P5 who waited when the era ended is told so, and gets nothing',
    (reading) =>
      first(reading.asked, (one) => {
        const end = reading.boundaries.find(({ era, life }) => era === one.era + 1 && life === one.life)
        const isLate = end && one.outcome && one.outcome.order > end.order
        return isLate && !isAnsweredBefore(reading, one, end) && leftoverProblem(one, end)
      }),
  ],
  [
    'P5 nothing of another era is emitted',
    (reading) =>
      first(reading.notified, (notification) => {
        const session = sessionOf(notification.state)
        return (
          session &&
          !isBehindNestedBoundary(reading, notification) &&
          foreign(reading, session.token, notification)
        )
      }) ?? first(reading.told, (one) => toldProblem(reading, one)),
  ],
  [
    'P5 a logout holds until the user logs in',
    ({ notified, wishes, boundaries }) =>
      first(notified, (notification) => {
        const { state, previous, era, life, order } = notification
        if (previous.status !== 'loggedOut') return null
        if (state.status === 'loggingIn')
          return (
            !wishes.some((one) => one.life === life && one.era === era && one.order < order) &&
            `a login by itself, ${state.reason}`
          )
        return !boundaries.some(({ by, life: of }) => by === 'setSession' && of === life) && state.status
      }),
  ],
  [
    'P5 after a logout nobody gets a session',
    ({ asked, notified }) =>
      first(asked, ({ what, request, status, outcome, order, life }) => {
        const wants =
          what === 'ensureLogin' || (request?.isTrusted && ['required', 'default'].includes(request.mode))
        if (status !== 'loggedOut' || !wants || !outcome || isAborted({ request, outcome })) return null
        const isReopened = notified.some(
          (one) =>
            one.life === life &&
            one.order > order - 2 &&
            one.order < outcome.order &&
            one.previous.status === 'loggedOut',
        )
        return (
          !isReopened && (outcome.ok || !isAuthError(outcome.error, 'LOGGED_OUT')) && `${what} did not reject`
        )
      }),
  ],
]

function writtenBy({ name, options }: Call): string | undefined {
  const { data, token } = (options ?? {}) as { data?: { token?: unknown } | null; token?: unknown }
  if (name === 'setBackgroundFetchToken') return String(token)
  const stored = name.startsWith('setStorage') ? data?.token : undefined
  return typeof stored === 'string' ? stored : undefined
}

/** Listeners behind one that called logout() or setSession() hear of what was before, at the same time. */
function isBehindNestedBoundary({ boundaries }: Reading, { at, life }: Pick<Moment, 'at' | 'life'>): boolean {
  return boundaries.some((boundary) => boundary.isNested && boundary.at === at && boundary.life === life)
}

/** Microtasks between the library's last look and who asked: login() checks its options in a promise of its own. */
const HOPS = { ensureLogin: 1, login: 4, request: 1 }

/** An answer that had arrived, and is with middleware, is not lost to a setSession(). */
function isAnsweredBefore({ requests, run }: Reading, { request, outcome }: Asked, end: Boundary): boolean {
  if (end.by !== 'setSession' || !run.setup.middleware || !request || !outcome?.ok) return false
  return requests.some(
    (call) =>
      idOf(call) === request.id &&
      call.end?.how === 'success' &&
      call.end.result.statusCode !== 401 &&
      call.end.position < end.position,
  )
}

function leftoverProblem({ what, outcome, request }: Asked, end: Boundary): string | null {
  // The others wait for no session.
  if (!outcome || !(what === 'request' || what === 'login' || what === 'ensureLogin')) return null
  // It had settled, and was on its way to who asked: an error may take longer, as it harms nobody.
  if (outcome.ticks <= (outcome.ok ? HOPS[what] : MOST_TICKS - 1)) return null
  const isAnybodys = request && (!request.isTrusted || request.mode === 'none' || request.mode === 'optional')
  if (outcome.ok) return isAnybodys ? null : `${what} resolves after ${end.by}()`
  const code = end.by === 'logout' ? 'LOGGED_OUT' : 'SESSION_CHANGED'
  if (isAnybodys || isAuthError(outcome.error, code) || isAborted({ request, outcome })) return null
  return `${what} rejects with ${(outcome.error as AuthError).code} after ${end.by}()`
}

function toldProblem(reading: Reading, { event, given, life, era, at }: Told): string | null {
  const { flights } = reading
  if (event === 'login' || event === 'expired') {
    const { session } = given as { session: { token: string } }
    const problem = foreign(reading, session.token, { life, era })
    return problem && `'${event}' with ${problem}`
  }
  const { code } = (given ?? {}) as Partial<AuthError>
  if (event !== 'warning' || !OF_A_LOGIN.includes(String(code))) return null
  const isOfNow = flights.some(
    ({ end, outcome }) => outcome === 'failed' && end?.era === era && end.at === at,
  )
  return isOfNow ? null : `a warning, ${code}, of no login that failed then`
}

/** The remote logout has none of these. */
const OF_A_LOGIN = ['WX_LOGIN_FAILED', 'LOGIN_TIMEOUT', 'LOGIN_REJECTED']
