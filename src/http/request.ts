import { invalidOptions, isAuthError } from '../auth-error'
import type { ServerClock } from '../platform/server-clock'
import type { Transport } from '../platform/transport'
import type { WxResponse } from '../platform/wx-port'
import { sessionRejected } from '../session/errors'
import type { Holder } from '../session/holder'
import type { Logins } from '../session/logins'
import type { LoginReason, Session } from '../session/types'
import { planRequest, type RequestOptions } from './request-options'
import type { Signer } from './sign'

export type IsExpired = (response: WxResponse, request: RequestOptions) => boolean | Promise<boolean>

export interface RequestContext<User> {
  holder: Holder<User>
  logins: Logins<User>
  transport: Transport
  serverClock: ServerClock
  baseURL: string
  signer: Signer
  isExpired: IsExpired
}

export type Request = <T = unknown>(options: RequestOptions) => Promise<WxResponse<T>>

/** Attach the token, send, detect a rejection, log in, send once more. */
export function createRequest<User>(context: RequestContext<User>): Request {
  const { holder, logins, transport, serverClock, signer, isExpired } = context

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
            const expired = isExpired(response, options)
            if (typeof expired !== 'boolean')
              return expired.then((verdict) => judge(response, session, replaying, verdict))
            judge(response, session, replaying, expired)
            return undefined
          })
          .catch(fail)
      }

      function judge(response: WxResponse, session: Session<User>, replaying: boolean, expired: boolean) {
        // An asynchronous verdict may come after a logout.
        if (scope.ended) throw scope.ended
        if (!expired) {
          logins.accepted(session)
          conclude(response)
          return
        }
        // The server's time explains a rejection that our clock did not foresee.
        serverClock.learn(response)
        logins.rejected(session)
        if (replaying || !replay) throw sessionRejected()
        if (mode === 'optional') send(holder.session, true)
        else sendWithSession('expired')
      }

      function sendWithSession(reason?: LoginReason) {
        if (scope.ended) throw scope.ended
        logins
          .obtain('auto', reason)
          .then((session) => {
            // Rejected by another request's answer since: this token would be sent for nothing.
            if (holder.session !== session) sendWithSession(reason)
            else send(session, reason !== undefined)
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
