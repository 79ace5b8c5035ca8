import { sessionOf, type Reading } from '../reading'
import type { Moment, Told } from '../trace'
import { first, type Check } from './check'

export const eventChecks: Check[] = [
  [
    'P9 one notification per transition, in order',
    ({ notified }) =>
      first(notified, ({ previous, state }) => (state === previous ? 'a change to the same' : null)) ??
      first(notified.slice(1), (notification, before = notified[notified.indexOf(notification) - 1]) =>
        before?.life === notification.life && before.state !== notification.previous
          ? `${before.state.status} was not followed by what came of it`
          : null,
      ),
  ],
  [
    'P9 the last listener hears of all, whatever the others do',
    ({ notified, heardLast }) => {
      const isSame =
        heardLast.length === notified.length && heardLast.every(({ life }, i) => life === notified[i]?.life)
      return isSame ? null : `${heardLast.length} of ${notified.length} changes`
    },
  ],
  [
    'P9 what a listener throws comes out of the app, once',
    ({ thrown, surfaced, run }) =>
      first(thrown.keys(), (life) => {
        const [should = 0, did = 0] = [thrown[life], surfaced[life]]
        // The app may have been killed before.
        return (life === run.life ? should !== did : did > should) && `${did} of ${should} errors`
      }),
  ],
  [
    "P9 one 'login' per login",
    (reading) => {
      const granted = reading.flights.filter(({ outcome }) => outcome === 'granted')
      const logins = reading.told.filter(({ event }) => event === 'login')
      return (
        first(granted, ({ end, reason }) => {
          const session = end && sessionOf(end.state)
          const count = logins.filter(
            ({ given }) => (given as { session: unknown }).session === session,
          ).length
          if (count === 1 || (count === 0 && end && endsAt(reading, end))) return null
          return `${count} for a login, ${reason}`
        }) ?? (logins.length > granted.length ? `${logins.length} for ${granted.length} logins` : null)
      )
    },
  ],
  [
    "P9 one 'logout' per logout",
    ({ boundaries, told }) => {
      const should = boundaries.filter(({ by, isNews }) => by === 'logout' && isNews).length
      const did = told.filter(({ event }) => event === 'logout').length
      return should === did ? null : `${did} for ${should} logouts`
    },
  ],
  [
    "P9 one 'expired' per session that has come to its end",
    (reading) => {
      const grantOf = (session: unknown): unknown => {
        const former = reading.formerOf.get(session)
        return former === undefined ? session : grantOf(former)
      }
      const expired = reading.told
        .filter(({ event }) => event === 'expired')
        .map((told) => grantOf(sessionIn(told)))
      if (new Set(expired).size < expired.length) return 'twice for one session'
      const ended = new Set(
        reading.notified.flatMap(({ state, previous }) => {
          const session = sessionOf(previous)
          const isReplaced = state.status === 'loggingIn' && state.reason === 'expired'
          return session && (sessionOf(state) === null || isReplaced) ? [grantOf(session)] : []
        }),
      )
      return (
        first(expired, (session) => (ended.has(session) ? null : 'for a session that goes on')) ??
        first(reading.notified, (notification) => {
          const { state, previous } = notification
          const lost = sessionOf(previous)
          if (
            !lost ||
            sessionOf(state) !== null ||
            state.status === 'loggedOut' ||
            state.status === 'unbound'
          )
            return null
          return !expired.includes(grantOf(lost)) && !endsAt(reading, notification) && 'none'
        })
      )
    },
  ],
]

const sessionIn = ({ given }: Told): unknown => (given as { session: unknown }).session

/** Does a listener end the era at this time? Then nothing more of it is told. */
function endsAt({ boundaries }: Reading, { at, life }: Moment): boolean {
  return boundaries.some((boundary) => boundary.isNested && boundary.at === at && boundary.life === life)
}
