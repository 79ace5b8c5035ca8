import { isAuthError, type AuthError } from '../../../src/index'
import { isGranted, logsIn, sessionOf, type Reading } from '../reading'
import type { Callback, Tap, Visit } from '../trace'
import { first, type Check } from './check'
import { LONGEST, suspended } from './settling'

/** What taps and protected hooks have in common. */
export const pageCallChecks: Check[] = [
  [
    'P4 for each tap, and each visit of a page, one function of the page is called, once, in bounded time',
    (reading) =>
      first(pageCallsOf(reading), (call) => {
        const [only, ...others] = call.callbacks
        const name = nameOf(call)
        if (others.length > 0) return `${name}: ${call.callbacks.map(({ how }) => how).join(', ')}`
        if (only?.page !== undefined && only.page !== call.page) return `${name}: with another page as this`
        const mayBeIgnored = 'hook' in call ? call.left !== null : call.isSecond
        if (!only) return !mayBeIgnored && call.life === reading.run.life && `${name}: nothing`
        const took = only.at - call.at - suspended(reading, call.at, only.at)
        return took > LONGEST && `${name} takes ${took} ms`
      }),
  ],
  [
    'what the library tells a page is an AuthError',
    (reading) =>
      first(callbacksOf(reading, 'failed'), ([call, { given }]) =>
        isAuthError(given) ? null : `${nameOf(call)}: ${String(given)}`,
      ),
  ],
  [
    'P5 nothing that a page asked for in one era is done in another',
    (reading) =>
      first(
        callbacksOf(reading, 'ran'),
        ([call, { life, era }]) =>
          (life !== call.life || era !== call.era) && `${nameOf(call)} of era ${call.era} in era ${era}`,
      ),
  ],
  [
    // A context that remembers the generation of the launch would refuse everybody after the first logout.
    'a page is refused because of a logout, or of another session, only if there was one since',
    (reading) =>
      first(callbacksOf(reading, 'failed'), ([call, { given, order, life }]) => {
        const { code } = given as AuthError
        if (code !== 'LOGGED_OUT' && code !== 'SESSION_CHANGED') return null
        // A tap is the user's wish to be logged in; a page that opens is none.
        const mayBeLoggedOut = 'hook' in call && ['loggedOut', 'restoring'].includes(call.state.status)
        if (code === 'LOGGED_OUT' && mayBeLoggedOut) return null
        const end = reading.boundaries.find((one) => one.life === life && one.order > call.order)
        const by = end && end.order < order ? end.by : null
        const expected = by && (by === 'logout' ? 'LOGGED_OUT' : 'SESSION_CHANGED')
        return code !== expected && `${nameOf(call)}: ${code} after ${by ?? 'nothing of the kind'}`
      }),
  ],
  [
    // What wx allows only within a tap is lost behind a promise, and a page would flash.
    'with a session that is good, handlers and hooks run before the call returns',
    (reading) =>
      first(pageCallsOf(reading), (call) => {
        if (!isReady(reading, call)) return null
        const [{ how, order } = { how: 'nothing', order: 0 }] = call.callbacks
        const isWithin = call.returned && order < call.returned.order
        return !(how === 'ran' && isWithin) && `${nameOf(call)}: ${how} within the call`
      }),
  ],
  [
    'what needs a login runs when there was one',
    (reading) =>
      first(callbacksOf(reading, 'ran'), ([call, callback]) => {
        // What there was may be over again in the same moment.
        const meanwhile = reading.notified.filter(({ order }) => order > call.order && order < callback.order)
        // The server has the session_key of who has no account yet, too.
        const isKnown = [call, ...meanwhile].some(
          ({ state }) => sessionOf(state) !== null || (isEncrypted(call) && state.status === 'unbound'),
        )
        return (
          ('hook' in call || logsIn(call)) && !isKnown && `${nameOf(call)} while ${callback.state.status}`
        )
      }),
  ],
]

function pageCallsOf({ taps, visits }: Reading): Array<Tap | Visit> {
  return [...taps, ...visits]
}

function callbacksOf(reading: Reading, how: Callback['how']): Array<[Tap | Visit, Callback]> {
  return pageCallsOf(reading).flatMap((call) =>
    call.callbacks
      .filter((callback) => callback.how === how)
      .map((callback): [Tap | Visit, Callback] => [call, callback]),
  )
}

export const nameOf = (call: Tap | Visit) =>
  'hook' in call ? `${call.hook} at ${call.at} ms` : `${call.button} (${call.brings}) at ${call.at} ms`

/** Data that only the session_key reads. */
export const isEncrypted = (call: Tap | Visit) => 'button' in call && call.encryptedData !== undefined

/** ms that the server's clock, as the app knows it, may be wrong. */
const INEXACT = 25_000

/** Is all there that the handler or the hook needs? */
function isReady({ run, jumps }: Reading, call: Tap | Visit): boolean {
  if ('button' in call) {
    if (call.isSecond || !isGranted(call) || isEncrypted(call)) return false
    if (!logsIn(call)) return true
  }
  const session = sessionOf(call.state)
  if (!session) return false
  const isClockRight = run.setup.skew === 0 && jumps.length === 0
  return session.expiresAt === undefined || (isClockRight && call.now < session.expiresAt - INEXACT)
}
