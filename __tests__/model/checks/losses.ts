import type { LogoutReason } from '../../../src/session/types'
import { sessionOf, type Call, type Reading } from '../reading'
import type { Notified } from '../trace'
import { first, type Check } from './check'

export const lossChecks: Check[] = [
  [
    'P6 only a definitive rejection ends a session',
    (reading) =>
      first(reading.notified, (notification) => {
        const { state, previous } = notification
        const lost = sessionOf(previous)
        if (!lost || sessionOf(state)?.token === lost.token) return null
        switch (state.status) {
          case 'loggedOut':
          case 'unbound':
            return null
          case 'authenticated':
            return null
          case 'anonymous':
          case 'loggingIn':
            return !isRejected(reading, notification, lost.token) && `${lost.token} was lost`
          default:
            return `${state.status} takes the session away`
        }
      }),
  ],
  [
    'P6 what was stored is restored',
    ({ notified, calls, boundaries }) =>
      first(notified, ({ state, previous, life, position, order }) => {
        const isOverruled = boundaries.some((one) => one.life === life && one.order < order)
        if (previous.status !== 'restoring' || isOverruled) return null
        // A read that fails, or is slow, is tried once more; whichever answers first counts.
        const reads = calls.filter((call) => call.life === life && call.name.startsWith('getStorage'))
        const stored = reads.map((read) => storedIn(read, position)).find((found) => found !== null)
        if (stored?.loggedOut) return state.status !== 'loggedOut' && `${state.status} after a logout`
        const token = sessionOf(state)?.token
        return token !== stored?.token && `${token} instead of ${stored?.token}`
      }),
  ],
  [
    'P6 what a renewal leaves out is kept',
    ({ flights }) =>
      first(flights, ({ former, end, outcome }) => {
        const before = sessionOf(former)
        const after = end && sessionOf(end.state)
        if (outcome !== 'granted' || !before || !after) return null
        return (
          ((before.user !== undefined && after.user === undefined) ||
            (before.refreshToken !== undefined && after.refreshToken === undefined)) &&
          'the user or the refresh token is lost'
        )
      }),
  ],
]

/** Has the app heard that the server, or WeChat's session_key, says no to this session? */
function isRejected({ calls, run }: Reading, { life, position }: Notified, token: string): boolean {
  return calls.some((call) => {
    const { end, name } = call
    if (call.life !== life || !end || end.position >= position) return false
    if (call.token === token) return end.how === 'success' && end.result.statusCode === 401
    // Any other failure may be an outage.
    const isExpired = name === 'checkSession' && /-13001/.test(String(end.result?.errMsg))
    return run.setup.sessionKey === 'onLaunch' && isExpired
  })
}

interface Envelope {
  v?: unknown
  token?: string
  obtainedAt?: unknown
  loggedOut?: LogoutReason
}

/** What a read gave, if it is what this library stores. */
function storedIn({ end }: Call, position: number): Envelope | null {
  if (!end || end.position >= position || (end.how !== 'success' && end.how !== 'return')) return null
  const data = (end.how === 'return' ? end.result : end.result.data) as Envelope | null
  return data?.v === 1 && (data.loggedOut !== undefined || typeof data.obtainedAt === 'number') ? data : null
}
