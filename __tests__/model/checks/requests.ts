import { isAuthError } from '../../../src/index'
import { idOf, sessionOf, type Call, type Reading } from '../reading'
import type { Asked, Original, Outcome, Run } from '../trace'
import { first, isAborted, type Check } from './check'

interface Sends {
  asked: Asked
  original: Original
  calls: Call[]
}

/** Each request of the app's, with the calls that were made for it. */
function sendsOf({ asked, requests }: Reading): Sends[] {
  const byId = new Map<number, Call[]>()
  for (const call of requests) {
    if (call.purpose !== 'request' && call.purpose !== 'carrier') continue
    const id = idOf(call)
    byId.set(id, [...(byId.get(id) ?? []), call])
  }
  return asked.flatMap((one) =>
    one.request ? [{ asked: one, original: one.request, calls: byId.get(one.request.id) ?? [] }] : [],
  )
}

const isRejected = ({ token, end }: Call) =>
  token !== null && end?.how === 'success' && end.result.statusCode === 401

/** The background ended it, and nobody knows whether the server got it. */
const isCutOff = ({ end }: Call) => end?.how === 'fail' && end.result.errno === 600003
/** The library has waited long enough, with the app frozen meanwhile: nobody else aborts what is then sent again. */
const isGivenUp = ({ aborted, end }: Call) => aborted !== null && end?.how !== 'success'

export const requestChecks: Check[] = [
  [
    'only what is safe is sent again after the background has cut it off',
    (reading) =>
      first(sendsOf(reading), ({ original, calls }) => {
        return !original.isSafe && calls.slice(0, -1).some(isCutOff) && `${original.url} was sent again`
      }),
  ],
  [
    'what may not be repeated is sent after it has carried a code only if the server has rejected it',
    (reading) =>
      first(sendsOf(reading), ({ original, calls }) => {
        const again = calls.slice(0, -1).find(({ purpose }) => purpose === 'carrier')
        const isRefused = again?.end?.result.statusCode === 401
        return again && !original.isSafe && !isRefused && `${original.url} was sent again`
      }),
  ],
  [
    'P3 what may not be repeated is carried out once at most, by whatever way it reached the server',
    (reading) =>
      first(sendsOf(reading), ({ original }) => {
        const url = `/r/${original.id}`
        const { steps } = reading.run.world.history
        const count = steps.filter(
          (step) => step.type === 'answer' && step.statusCode !== 401 && new URL(step.url).pathname === url,
        ).length
        return !original.isSafe && count > 1 && `${url} was carried out ${count} times`
      }),
  ],
  [
    'P3 at most one replay per request, after an explicit rejection, with another session',
    (reading) =>
      first(sendsOf(reading), ({ original, calls }) => {
        const carried = calls.filter((call) => call.purpose === 'carrier' && !isCutOff(call))
        if (carried.length > 1) return `carried ${carried.length} times`
        const sent = calls.filter((call) => call.purpose === 'request' && !isCutOff(call) && !isGivenUp(call))
        const [before, replay] = sent
        if (sent.length > 2) return `sent ${sent.length} times`
        if (!before || !replay) return null
        if (!original.replay) return 'replayed against the will of the app'
        if (!isRejected(before)) return 'replayed without a rejection'
        return (
          replay.token === before.token && !wasGivenTwice(reading, replay) && `${replay.token} was sent twice`
        )
      }),
  ],
  [
    'P2 a late rejection of an old session is replayed',
    (reading) =>
      first(sendsOf(reading), ({ asked: { outcome }, original: { mode, replay }, calls }) => {
        const [only, ...others] = calls.filter(({ purpose }) => purpose === 'request')
        const isLeft = outcome?.ok === false && isAuthError(outcome.error, 'SESSION_REJECTED')
        if (!isLeft || !only || others.length > 0 || !replay || mode === 'optional') return null
        return !wasPresent(reading, outcome, only) && `${only.token} was not the session any more`
      }),
  ],
  [
    'P3 a second rejection is an error, and never a success',
    (reading) =>
      first(sendsOf(reading), ({ asked, original, calls }) => {
        const { outcome } = asked
        const last = calls.at(-1)
        if (!outcome || !last || original.mode === 'none' || isAborted(asked)) return null
        if (outcome.ok) {
          if (isRejected(last)) return 'it resolves'
          const { statusCode } = outcome.value as { statusCode: number }
          return statusCode !== last.end?.result.statusCode && 'the answer is not that of the last send'
        }
        const isTwice = calls.filter(isRejected).length > 1
        return (
          isTwice &&
          !isAuthError(outcome.error, 'SESSION_REJECTED') &&
          outcome.era === calls.at(-1)?.era &&
          `it rejects with ${String(outcome.error)}`
        )
      }),
  ],
  [
    'P8 every send is what the app passed, and the session',
    (reading) =>
      first(sendsOf(reading), ({ original, calls }) => {
        const expected = shown(original.sent)
        return first(calls, (call) => {
          const sent = shown(withoutSession(call, reading.run.setup))
          return sent !== expected && `${sent} instead of ${expected}`
        })
      }),
  ],
]

/** Was this the session when the answer came? */
function wasPresent({ notified }: Reading, { at, order, life }: Outcome, { token }: Call): boolean {
  const before = notified.filter((one) => one.life === life && one.order < order)
  return before.some(
    ({ state, previous, at: then }, index) =>
      (sessionOf(state)?.token === token && (then === at || index === before.length - 1)) ||
      (sessionOf(previous)?.token === token && then === at),
  )
}

/** The same token may come again: `again`. */
function wasGivenTwice({ run }: Reading, { token }: Call): boolean {
  const grants = run.world.history.steps.filter(
    (step) => step.type === 'answer' && JSON.stringify(step.data)?.includes(`"${token}"`),
  )
  return grants.length > 1
}

function withoutSession({ options, token }: Call, { token: place }: Run['setup']): object {
  const { url, method, header, data, filePath, name, formData } = options
  const base = 'https://api.example.com'
  const request = {
    url: url.startsWith(`${base}/`) ? url.slice(base.length) : url,
    method,
    header: { ...header } as Record<string, unknown>,
    ...{ data, filePath, name, formData },
  }
  delete request.header['x-login-code']
  if (token === null) return request
  if (place === 'header') delete request.header.Authorization
  if (place === 'function') delete request.header['x-token']
  if (place === 'cookie')
    request.header.Cookie = String(request.header.Cookie).replace(`; session=${token}`, '')
  if (place === 'query') request.url = request.url.replace(`?token=${token}`, '')
  if (place === 'data') {
    request.url = request.url.replace(`?token=${token}`, '')
    request.data = withoutToken(data)
    request.formData = withoutToken(formData)
  }
  return request
}

function withoutToken(data: unknown): object | undefined {
  const rest = { ...(data as { token?: string }) }
  delete rest.token
  // There was nothing before.
  return Object.keys(rest).length === 0 ? undefined : rest
}

/** In one order, bytes too. */
function shown(request: object): string {
  return JSON.stringify(request, (_, value: unknown) => {
    if (value instanceof ArrayBuffer) return [...new Uint8Array(value)]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
