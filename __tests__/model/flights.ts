import { isAuthError, type AuthError, type AuthState, type LoginReason } from '../../src/index'
import { sessionOf, type Call, type Purpose } from './reading'
import type { Moment, Notified, Trace } from './trace'

/** A login, from the state that tells its beginning to the one that tells its end. */
export interface Flight {
  reason: LoginReason
  start: Notified
  /** The state before. */
  former: AuthState
  /** Null if the app was killed. */
  end: Notified | null
  outcome: 'granted' | 'unbound' | 'failed' | 'superseded' | 'gone'
  error: AuthError | null
  calls: Call[]
}

const OF_A_LOGIN: readonly Purpose[] = ['login', 'exchange', 'renewal', 'carrier']

export const isOfLogin = ({ purpose }: Call): boolean => OF_A_LOGIN.includes(purpose)

export function readFlights(trace: Trace, calls: readonly Call[]): Flight[] {
  const flights: Flight[] = []
  let flight: Flight | null = null
  for (const notification of trace.notified) {
    const { state, previous, life } = notification
    if (flight && flight.start.life !== life) flight = null
    if (state.status === 'loggingIn') {
      if (previous.status === 'loggingIn') continue
      flight = {
        ...{ reason: state.reason, start: notification, former: previous, end: null },
        ...{ outcome: 'gone', error: null, calls: [] },
      }
      flights.push(flight)
    } else if (flight) {
      flight.end = notification
      flight.outcome = notification.era > flight.start.era ? 'superseded' : outcomeOf(state, previous)
      flight.error = state.status === 'failed' ? state.error : null
      if (flight.outcome === 'failed') flight.error ??= errorAt(notification, trace)
      flight = null
    }
  }
  const relevant = calls.filter(isOfLogin)
  for (const one of flights) {
    const { life, position } = one.start
    const end = one.end?.position ?? Infinity
    one.calls = relevant.filter(
      (call) => call.life === life && call.position >= position && call.position < end,
    )
  }
  return flights
}

/** Why the login failed that left the session as it was: a warning tells, or who asked, or tapped, for it is told. */
function errorAt({ at, order, life }: Moment, { told, asked, taps }: Trace): AuthError | null {
  // That of a store which could not be written may come in between.
  const warning = told.find((one) => one.order > order && !isAuthError(one.given, 'STORAGE_FAILED'))
  if (warning?.event === 'warning' && warning.at === at) return warning.given as AuthError
  for (const { what, outcome } of asked) {
    const isIt = what === 'login' && outcome?.life === life && outcome.at === at && outcome.order > order
    if (isIt && !outcome.ok) return outcome.error as AuthError
  }
  for (const { how, given, ...one } of taps.flatMap(({ callbacks }) => callbacks)) {
    const isIt = how === 'failed' && one.life === life && one.at === at && one.order > order
    if (isIt) return given as AuthError
  }
  return null
}

function outcomeOf(state: AuthState, previous: AuthState): Flight['outcome'] {
  if (state.status === 'unbound') return 'unbound'
  const session = sessionOf(state)
  return session && session !== sessionOf(previous) ? 'granted' : 'failed'
}
