import { invalidOptions } from '../auth-error'
import type { Middleware } from '../http/middleware'
import type { RequestStage } from '../http/request-options'
import { systemClock } from '../platform/clock'
import type { WxResponse } from '../platform/wx-port'
import { codeOf, plainURL } from '../plugin-parts/redacted'
import type { AuthState, LoginReason } from '../session/types'

/** One request, upload or download, however often it was sent. Times are in ms. */
export interface RequestMetric {
  /** Tells it from a LoginMetric. */
  kind: 'request'
  /** In capitals: POST for an upload, GET for a download. */
  method: string
  /** As the app wrote it, without its query and without phone numbers. */
  url: string
  /** Waiting for a login. */
  login: number
  /** Waiting for a slot, see `maxConcurrent`. */
  queue: number
  /** On its way, and then in `isExpired`. */
  network: number
  /** From the call to its end. */
  total: number
  /** How often it was sent: 2 with a replay, 0 if a cache answered, or it was not sent at all. */
  attempts: number
  /** Size of the answer's body: its `Content-Length`, else the characters of a text or the bytes of a buffer. */
  size?: number
  /** The HTTP status, or the code of the AuthError; 'UNKNOWN' if an error has no code. */
  outcome: number | string
}

/** One login, from its beginning to its end. */
export interface LoginMetric {
  /** Tells it from a RequestMetric. */
  kind: 'login'
  /** Why it began. */
  reason: LoginReason
  /** ms */
  total: number
  /**
   * The state that it led to ('authenticated', 'unbound', 'loggedOut'); 'kept' if it failed and the former session
   * remains; else the code of its error.
   */
  outcome: string
}

/** What metrics() reports; `kind` tells them apart. */
export type Metric = RequestMetric | LoginMetric

/**
 * Middleware that measures requests and logins: `report` is called with a metric for each when it is over. No secret
 * is in a metric: no query, no header, no body.
 * @throws INVALID_OPTIONS at once, if `report` is no function.
 */
export function metrics(report: (metric: Metric) => void): Middleware {
  if (typeof report !== 'function') throw invalidOptions('metrics: `report` must be a function')
  let loginBegan: number | undefined

  const middleware: Middleware = (request, next) => {
    const { name, method = name ? 'POST' : 'GET', url, onStage } = request
    const metric: RequestMetric = {
      kind: 'request',
      method: method.toUpperCase(),
      url: plainURL(url),
      login: 0,
      queue: 0,
      network: 0,
      total: 0,
      attempts: 0,
      outcome: '',
    }
    let since = systemClock.now()
    let stage: RequestStage | undefined

    function enter(nextStage?: RequestStage) {
      const spent = systemClock.now() - since
      if (stage) metric[stage] += spent
      metric.total += spent
      since += spent
      stage = nextStage
      if (stage === 'network') metric.attempts++
    }
    function end(outcome: number | string, size?: number) {
      enter()
      // A copy: a cache that has answered may go on to fetch for the next.
      report(Object.assign({}, metric, { outcome, size }))
    }

    const answer = next(
      // A copy: a layer outside of this one may send the request again.
      Object.assign({}, request, {
        onStage(nextStage: RequestStage) {
          enter(nextStage)
          if (onStage) onStage(nextStage)
        },
      }),
    )
    answer.then(
      (response) => end(response.statusCode, sizeOf(response)),
      (error: unknown) => end(codeOf(error)),
    )
    return answer
  }

  middleware.connect = (auth) => {
    auth.subscribe((state, previous) => {
      const now = systemClock.now()
      if (previous.status !== 'loggingIn') loginBegan = now
      // With a shared session it may have begun before this auth was made.
      else if (state.status !== 'loggingIn' && loginBegan) {
        const { reason, session } = previous
        report({ kind: 'login', reason, total: now - loginBegan, outcome: outcomeOf(state, session) })
      }
    })
  }
  return middleware
}

function outcomeOf(state: AuthState, former: unknown): string {
  if ('error' in state) return state.error.code
  return 'session' in state && state.session === former ? 'kept' : state.status
}

function sizeOf({ header, data }: WxResponse): number | undefined {
  const [, length] = /"content-length":"(\d+)/i.exec(JSON.stringify(header)) || []
  if (length) return Number(length)
  // A download is in a file, and its text is empty.
  return typeof data === 'string' ? data.length || undefined : (Object(data) as ArrayBuffer).byteLength
}
