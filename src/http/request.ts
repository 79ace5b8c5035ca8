import { invalidOptions, isAuthError } from '../auth-error'
import type { ServerClock } from '../platform/server-clock'
import type { Transport } from '../platform/transport'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Carry } from '../session/acquire'
import { sessionRejected } from '../session/errors'
import type { Holder } from '../session/holder'
import type { Logins } from '../session/logins'
import type { LoginOutcome, LoginReason, Session } from '../session/types'
import { planRequest, type RequestOptions } from './request-options'
import { untrustedOrigin, type Signer } from './sign'

export type IsExpired = (response: WxResponse, request: RequestOptions) => boolean | Promise<boolean>

/** A login within the first request that needs a session: one round trip for both. */
export interface Piggyback<User = unknown> {
  /** Adds the login code to the request; gives a new one. */
  attach: (request: WxRequest, code: string) => WxRequest
  /** The session in its answer; null if there is none, which is a login by the `login` option. */
  parse: (response: WxResponse) => LoginOutcome<User> | null
}

export interface RequestContext<User> {
  holder: Holder<User>
  logins: Logins<User>
  transport: Transport
  serverClock: ServerClock
  baseURL: string
  signer: Signer
  isExpired: IsExpired
  piggyback?: Piggyback<User>
}

export type Request = <T = unknown>(options: RequestOptions) => Promise<WxResponse<T>>

/** Attach the token, send, detect a rejection, log in, send once more. */
export function createRequest<User>(context: RequestContext<User>): Request {
  const { holder, logins, transport, serverClock, signer, isExpired, piggyback } = context

  return function request<T>(options: RequestOptions) {
    // One promise and callbacks within, not an async function: this is the path of every request.
    return new Promise<WxResponse<T>>((resolve, reject) => {
      const { mode, replay, request } = planRequest(options, context)
      const scope = holder.generation

      function send(session: Session<User> | null, replaying: boolean) {
        // Without a session it is nobody's, and a logout is not its end.
        if (!session) {
          transport(request).then(conclude, reject)
          return
        }
        transport(signer.sign(request, session), scope)
          .then((response) => {
            const expired: unknown = isExpired(response, options)
            if (!isThenable(expired)) {
              judge(response, session, replaying, expired)
              return undefined
            }
            // A verdict that never comes must not outlive the user.
            const leave = scope.onEnd(reject)
            return expired.then((verdict) => {
              leave()
              judge(response, session, replaying, verdict)
            })
          })
          .catch(fail)
      }

      function judge(response: WxResponse, session: Session<User>, replaying: boolean, expired: unknown) {
        if (scope.ended) throw scope.ended
        if (!expired) {
          logins.accepted(session)
          conclude(response)
          return
        }
        // The server's time explains a rejection that our clock did not foresee.
        serverClock.learn(response)
        const mayObtain = logins.rejected(session, replaying)
        if (replaying || !replay) throw sessionRejected()
        if (mode === 'optional') send(holder.session === session ? null : holder.session, true)
        else if (mayObtain) sendWithSession('expired')
        else throw sessionRejected()
      }

      function sendWithSession(reason?: LoginReason) {
        if (scope.ended) throw scope.ended
        const carrier = piggyback && !reason ? createCarrier(piggyback, request, context) : undefined
        logins
          .obtain('auto', reason, carrier?.carry)
          .then((session) => {
            if (carrier?.response) {
              conclude(carrier.response)
              return
            }
            // Rejected by another request's answer since: this token would be sent for nothing.
            if (holder.session === session) send(session, reason !== undefined)
            else sendWithSession(reason)
          })
          .catch(fail)
      }

      function conclude(response: WxResponse) {
        resolve(response as WxResponse<T>)
      }

      function fail(error: unknown) {
        reject(isAuthError(error) ? error : invalidOptions('`isExpired` threw; see `cause`', error))
      }

      const session = mode === 'none' ? null : logins.usable()
      if (session || mode === 'none') send(session, false)
      else if (mode === 'required') sendWithSession()
      else holder.restored.then(() => send(scope.ended ? null : holder.session, false)).catch(fail)
    })
  }
}

/** A request that takes the code along, and keeps its answer if that held the session. */
function createCarrier<User>(
  { attach, parse }: Piggyback<User>,
  request: WxRequest,
  { transport, signer }: RequestContext<User>,
) {
  const carrier = {
    response: null as WxResponse | null,
    carry: ((code, _reason, scope) => {
      const carrying = attach(request, code)
      if (!signer.isTrusted(carrying.url))
        throw untrustedOrigin('the request that `piggyback.attach` returned')
      return transport({ ...carrying, redirect: 'manual' }, scope).then((response) => {
        const outcome = parse(response)
        if (outcome) carrier.response = response
        return outcome
      })
    }) as Carry<User>,
  }
  return carrier
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}
