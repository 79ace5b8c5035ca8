import { invalidOptions } from '../auth-error'
import type { Scope } from '../platform/scope'
import type { WxResponse } from '../platform/wx-port'
import type { AuthEvents } from '../session/events'
import type { AuthState, Session } from '../session/types'
import type { TransferOptions } from './request-options'

/** What middleware may know of the login. */
export interface AuthView<User = unknown> {
  /** The present session, also while it is being renewed; or null. */
  readonly session: Session<User> | null
  /** How the login is at this moment; subscribe() tells each change of it. */
  readonly state: AuthState<User>
  /** Rises with logout() and setSession(): what was asked for at another number may be another user's. */
  readonly generation: number
  /** Calls back at every change of `state`; returns what ends that. */
  subscribe(listener: (state: AuthState<User>, previous: AuthState<User>) => void): () => void
  /** Calls back at every such event; returns what ends that. */
  on<Name extends keyof AuthEvents<User>>(
    event: Name,
    listener: (...args: AuthEvents<User>[Name]) => void,
  ): () => void
}

/** Sends the request, through the rest of the middleware and the login layer. Rejects with an AuthError. */
export type Next = (request: TransferOptions) => Promise<WxResponse>

/**
 * Stands around every request, upload and download, outside of the login: it sees one request however often that is
 * replayed, without a token, and may change it, answer it by itself, or call `next` again. The request is a copy.
 */
export interface Middleware {
  (request: TransferOptions, next: Next): Promise<WxResponse>
  /** Called once, when createAuth has made the auth; a function that it returns is called at destroy(). */
  connect?: (auth: AuthView) => unknown
}

/**
 * One function out of many, the first outermost; koa's order. The scope ends each of them: an outer layer must not wait
 * for an inner one that waits in vain, for the time of a retry say.
 */
export function compose(middleware: readonly Middleware[], send: Next, scope: Scope): Next {
  return middleware.reduceRight<Next>(
    (next, layer) => (request) =>
      // A layer that throws rejects, as an async one does.
      new Promise((resolve, reject) => {
        scope.add({ end: reject })
        Promise.resolve(layer(request, next)).then((response: WxResponse | undefined) => {
          if (response) resolve(response)
          else reject(invalidOptions('a middleware resolved without a response; give what `next` gave'))
        }, reject)
      }),
    send,
  )
}
