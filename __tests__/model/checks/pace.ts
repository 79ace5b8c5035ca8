import { isAuthError, type AuthError } from '../../../src/index'
import type { Flight } from '../flights'
import type { Call, Reading } from '../reading'
import { COOLDOWN, type Moment } from '../trace'
import { first, type Check } from './check'

/** ms of the answer `busy` */
const RETRY_AFTER = 30_000

type Place = Pick<Moment, 'position'>

interface Failure {
  /** When it was known. */
  moment: Moment
  error: AuthError | null
  cooldown: number
}

const isBetween = (positions: readonly number[], { position: from }: Place, { position: to }: Place) =>
  positions.some((position) => position >= from && position < to)

export const paceChecks: Check[] = [
  [
    'P10 no automatic login in the cooldown of one that failed',
    (reading) => {
      const failures = failuresOf(reading)
      return first(reading.flights, ({ reason, start }) => {
        if (reason === 'user') return null
        return first(failures, (failure) => {
          const { moment, cooldown, error } = failure
          const waited = start.at - moment.at
          const isSoon =
            moment.life === start.life &&
            moment.era === start.era &&
            moment.order < start.order &&
            waited < cooldown
          if (!isSoon || isForgiven(failure, start, reading)) return null
          return `${reason}, ${waited} ms after ${error?.code ?? 'a failure'}`
        })
      })
    },
  ],
  [
    'P10 a server that rejects every new session gets no more than one login to replace it in a cooldown',
    ({ flights, calls, jumps }) => {
      const automatic = flights.filter(({ reason }) => reason !== 'user')
      return first(automatic, (third) => {
        const [earliest, second] = automatic
          .filter(
            ({ start }) =>
              start.life === third.start.life &&
              start.era === third.start.era &&
              start.order < third.start.order &&
              third.start.at - start.at < COOLDOWN,
          )
          .slice(-2)
        if (!earliest || !second || earliest.outcome !== 'granted' || second.outcome !== 'granted')
          return null
        const isProven = calls.some(
          ({ token, end, life }) =>
            life === third.start.life &&
            token !== null &&
            end?.how === 'success' &&
            end.result.statusCode !== 401 &&
            end.position >= earliest.start.position &&
            end.position < third.start.position,
        )
        // A login by the user's wish that brought a session ends the cooldown.
        const isRenewed = flights.some(
          ({ reason, outcome, start }) =>
            reason === 'user' &&
            outcome === 'granted' &&
            start.order > earliest.start.order &&
            start.order < third.start.order,
        )
        return !isProven && !isRenewed && !isBetween(jumps, earliest.start, third.start) && 'three logins'
      })
    },
  ],
  [
    'P10 a login that the user asks for does not wait',
    ({ asked }) =>
      first(asked, ({ what, outcome }) =>
        what === 'login' && outcome?.ok === false && isAuthError(outcome.error, 'COOLING_DOWN')
          ? 'COOLING_DOWN'
          : null,
      ),
  ],
  [
    'P10 a cooldown is of a login that failed, and ends with the user',
    (reading) => {
      const failures = failuresOf(reading)
      return first(reading.asked, ({ outcome, era, life, what }) => {
        if (outcome?.ok !== false || !isAuthError(outcome.error, 'COOLING_DOWN')) return null
        const isDue = failures.some(
          ({ moment }) => moment.life === life && moment.era === era && moment.order < outcome.order,
        )
        return !isDue && `${what} waits for nothing`
      })
    },
  ],
  [
    'P10 wx.login and wx.checkSession stay under four calls a second',
    ({ calls }) => {
      const limited = calls.filter(({ name }) => name === 'login' || name === 'checkSession')
      return first(limited.keys(), (index) => {
        const [before, call] = [limited[index - 4], limited[index]]
        return (
          before &&
          call &&
          before.life === call.life &&
          call.at - before.at < 1000 &&
          'five calls in a second'
        )
      })
    },
  ],
  [
    'P10 wx.checkSession is asked once, until a login or a no, and once a minute where data is to be read',
    ({ calls, taps, jumps }) => {
      const asked = calls.filter(({ name }) => name === 'checkSession')
      return first(asked, (call) => {
        const before = calls.filter(({ life, position }) => life === call.life && position < call.position)
        // One that was asked for before a login may have waited for its turn until after that.
        const logins = before.filter(({ name }) => name === 'login')
        const isForData = taps.some(
          ({ encryptedData, life, position }) =>
            encryptedData !== undefined && life === call.life && position <= call.position,
        )
        const good = before.filter(
          (one) =>
            one.name === 'checkSession' &&
            isUnderWayOrGood(one, call) &&
            !(isForData && (call.at - one.at >= FRESH || isBetween(jumps, one, call))),
        )
        return good.length > logins.length && 'twice'
      })
    },
  ],
]

/** ms that the answer holds for a tap */
const FRESH = 60_000
/** ms */
const CHECK_TIMEOUT = 10_000

function isUnderWayOrGood({ at, end }: Call, { at: now, position }: Call): boolean {
  if (!end || end.position >= position) return now - at < CHECK_TIMEOUT
  const { fromCache } = end.result as { fromCache?: boolean }
  return end.how === 'success' && end.at - at < CHECK_TIMEOUT && !fromCache
}

/** Logins that failed, and sessions that were rejected though they were new. */
function failuresOf({ flights, told }: Reading): Failure[] {
  const failed = flights.flatMap((flight) =>
    flight.outcome === 'failed' && flight.end
      ? [{ moment: flight.end, error: flight.error, cooldown: cooldownAfter(flight) }]
      : [],
  )
  const rejected = told.flatMap((one) =>
    one.event === 'warning' && isAuthError(one.given, 'SESSION_REJECTED')
      ? [{ moment: one, error: one.given, cooldown: COOLDOWN }]
      : [],
  )
  return [...failed, ...rejected]
}

function cooldownAfter({ calls }: Flight): number {
  return calls.at(-1)?.end?.result.header?.['Retry-After'] ? RETRY_AFTER : COOLDOWN
}

/** Why a login may begin all the same. */
function isForgiven(
  { moment, error }: Failure,
  start: Moment,
  { flights, jumps, wakings }: Reading,
): boolean {
  const isWon = flights.some(
    ({ outcome, end }) =>
      (outcome === 'granted' || outcome === 'unbound') &&
      end &&
      end.order > moment.order &&
      end.order < start.order,
  )
  if (isWon || isBetween(jumps, moment, start)) return true
  const { code, errno, cause } = error ?? {}
  if (errno === 600003 || isAuthError(cause, 'INTERRUPTED')) return true
  // The phone's failure, which may be over when the app is back.
  const isPhones =
    !error ||
    code === 'WX_LOGIN_FAILED' ||
    code === 'LOGIN_TIMEOUT' ||
    (code === 'SERVER_UNAVAILABLE' && cause !== undefined)
  return isPhones && wakings.some((at) => at >= moment.at && at <= start.at)
}
