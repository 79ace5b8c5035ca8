import type { AuthError } from '../auth-error'
import { spread } from '../plain-object'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Carry } from '../session/acquire'
import type { LoginOutcome } from '../session/types'
import type { DeliveryContext, Receiver } from './delivery'
import type { Reader } from './exchange'
import type { AnyOptions, Plan } from './request-options'
import { untrustedOrigin } from './token'
import { copyOf } from './snapshot'

/**
 * A login within the first request that needs a session: one round trip for both. A request that may not be repeated,
 * a POST say, is sent a second time only if the answer without a session is one that `isExpired` rejects.
 */
export interface Piggyback<User = unknown> {
  /** Adds the login code to the request; gives a new one. */
  attach: (request: WxRequest, code: string) => WxRequest
  /** The session in its answer; null if there is none, which is a login by the `login` option. */
  parse: Reader<LoginOutcome<User> | null>
}

/** The request that takes it along. */
export interface Passenger {
  readonly plan: Pick<Plan, 'retry'>
  readonly request: WxRequest
  readonly options: AnyOptions
  readonly receiver: Pick<Receiver, 'onTask'>
  /** Has it been aborted? */
  readonly isOver: boolean
}

/** A request that takes the code along, once, and what came of it. */
export function createCarrier<User>(
  { attach, parse }: Piggyback<User>,
  passenger: Passenger,
  {
    transport,
    tokenAttachment,
    isExpired,
  }: Pick<DeliveryContext<User>, 'transport' | 'tokenAttachment' | 'isExpired'>,
) {
  const { plan, options } = passenger

  const carrier = {
    /** The answer for the app. */
    response: null as WxResponse | null,
    /** Why there is none, where the request may not be sent again. */
    failure: null as AuthError | null,
    carry: ((code, _reason, scope) => {
      // It is not sent any more; the login goes on for the others, by itself.
      if (passenger.isOver) return null
      const carrying = attach(copyOf(passenger.request), code)
      if (!tokenAttachment.isTrusted(carrying.url))
        throw untrustedOrigin('the request that `piggyback.attach` returned', carrying.url)
      return transport(spread(carrying, { redirect: 'manual' }), scope, passenger.receiver.onTask).then(
        (response) => {
          // What may not be repeated has been answered, whatever comes of the login.
          if (!plan.retry) carrier.response = response
          const outcome = parse(response)
          if (outcome) {
            carrier.response = response
            return outcome
          }
          return Promise.resolve(plan.retry || isExpired(response, options)).then((again) => {
            // A server that rejects a request for want of a session has not carried it out.
            if (again) carrier.response = null
            return null
          })
        },
        (error: unknown) => {
          if (!plan.retry) carrier.failure = error as AuthError
          throw error
        },
      )
    }) as Carry<User>,
  }
  return carrier
}
