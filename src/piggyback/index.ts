import { causedBy, isAuthError, type AuthError } from '../auth-error'
import { check, type TableOf } from '../check'
import type { CarryingContext, Passenger, Piggyback } from '../http/delivery'
import { untrustedOrigin } from '../http/token'
import { copyOf, spread } from '../plain-object'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Carry } from '../session/acquire'
import { isExpiredFailed } from '../session/errors'
import type { LoginOutcome } from '../session/types'

/** The options of piggyback(). */
export interface PiggybackOptions<User> {
  /** Returns the request with the login code in it. It is given a copy, which it may change. */
  attach: (request: WxRequest, code: string) => WxRequest
  /** Reads the session from the answer. null: there is none, and the `login` option makes one. */
  // Typed as a method, so that the function may name its body.
  parse: { of(response: WxResponse): LoginOutcome<User> | null }['of']
}

const OPTIONS: TableOf<PiggybackOptions<unknown>> = { required: { attach: 'function', parse: 'function' } }

/**
 * For the option `piggyback` of createAuth: a login within the first request that needs a session, one round trip for
 * both. A request that may not be repeated, a POST say, is sent a second time only if the answer has no session and
 * `isExpired` rejects it.
 * @throws INVALID_OPTIONS at once, for options that are missing, unknown or wrong.
 * @example
 * piggyback({
 *   attach: (request, code) => ({ ...request, header: { ...request.header, 'X-Login-Code': code } }),
 *   parse: ({ data }: WxResponse<{ session?: Grant }>) => data?.session ?? null,
 * })
 */
export function piggyback<User = unknown>(options: PiggybackOptions<User>): Piggyback<User> {
  check('piggyback', OPTIONS, options)
  return { carry: (passenger, context) => createCarrier(options, passenger, context) }
}

/** ms; the others who wait for a session do not wait longer for a slow request. */
const PATIENCE = 2000

/** A request that takes the code along once, and what came of it. */
function createCarrier<User>(
  { attach, parse }: PiggybackOptions<User>,
  passenger: Passenger,
  { engine, tokenAttachment, isExpired, checkOutcome }: CarryingContext,
) {
  const { plan, options } = passenger
  const { clock, transport } = engine.platform

  /** What goes wrong with it is told, and spoils no login: the ordinary one follows. */
  function attempt<T>(name: string, work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      // It would have taken the code to another origin.
      if (isAuthError(error, 'UNTRUSTED_ORIGIN')) throw error
      engine.events.warning.send(
        [causedBy(error, 'INVALID_OPTIONS', `\`piggyback.${name}\` failed`)],
        passenger.generation,
      )
      return null
    }
  }

  function withCode(code: string): WxRequest {
    const carrying = attach(copyOf(passenger.request), code)
    if (tokenAttachment.isTrusted(carrying.url)) return spread(carrying, { redirect: 'manual' })
    throw untrustedOrigin('the request that `piggyback.attach` returned', carrying.url)
  }

  /** What is no session is none: an answer without a body, say. */
  function outcomeOf(response: WxResponse): LoginOutcome<User> | null {
    const outcome = parse(response)
    return outcome && checkOutcome(outcome, 'piggyback.parse')
  }

  function answered(response: WxResponse) {
    // Not to be repeated: this is its answer, whatever comes of the login.
    if (!plan.retry) carrier.response = response
    const outcome = attempt('parse', () => outcomeOf(response))
    if (outcome) {
      carrier.response = response
      return outcome
    }
    return Promise.resolve(response)
      .then(() => plan.retry || isExpired(response, options))
      .then(
        (again) => {
          // A server that rejects a request for lack of a session has not carried it out.
          if (again) carrier.response = null
          return null
        },
        (error: unknown) => {
          carrier.response = null
          carrier.failure = isExpiredFailed(error)
          return null
        },
      )
  }

  function failed(error: AuthError): null {
    if (!plan.retry) carrier.failure = error
    // Of its own `timeout`: the others have theirs.
    if (error.code === 'TIMEOUT') return null
    throw error
  }

  const carrier = {
    /** The answer for the app. */
    response: null as WxResponse | null,
    /** Why there is none, if the request may not be sent again. */
    failure: null as AuthError | null,
    /** Until then it is on its way, and may not be sent again. */
    pending: null as Promise<void> | null,
    carry: ((code, _reason, scope) => {
      // The request was aborted. The login goes on for the others, by the `login` option.
      const request = passenger.isOver ? null : attempt('attach', () => withCode(code))
      if (!request) return null
      const onTask = (task: unknown) => passenger.receiver.onTask(task)
      // What may not be sent again outlives a login that goes on without it.
      const within = plan.retry ? scope : passenger.generation
      const work = transport(request, within, onTask).then(answered, failed)
      const done = () => {
        carrier.pending = null
      }
      if (!plan.retry) carrier.pending = work.then(done, done)
      return new Promise((resolve, reject) => {
        const stop = clock.after(PATIENCE, () => resolve(null))
        work.then(stop, stop)
        work.then(resolve, reject)
      })
    }) as Carry<User>,
  }
  return carrier
}
