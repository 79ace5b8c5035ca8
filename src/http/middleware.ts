import { invalidOptions } from '../auth-error'
import type { Scope } from '../platform/scope'
import type { WxResponse } from '../platform/wx-port'
import type { AuthEvents } from '../session/events'
import type { AuthState, Session } from '../session/types'
import type { TransferOptions } from './request-options'

/** What middleware sees of the login. */
export interface AuthView<User = unknown> {
  /** The present session, also while it is being renewed; or null. */
  readonly session: Session<User> | null
  /** The present state of the login; subscribe() tells each change of it. */
  readonly state: AuthState<User>
  /**
   * Rises with logout() and setSession(), with a login that replaces another account's session, and with the end of
   * one. What began at another number may belong to another user.
   */
  readonly generation: number
  /** Calls the listener at every change of `state`. Returns a function that unsubscribes. */
  subscribe(listener: (state: AuthState<User>, previous: AuthState<User>) => void): () => void
  /**
   * Calls the listener at every such event. Returns a function that unsubscribes.
   * @throws INVALID_OPTIONS for an unknown event.
   */
  on<Name extends keyof AuthEvents<User>>(
    event: Name,
    listener: (...args: AuthEvents<User>[Name]) => void,
  ): () => void
}

/** Sends the request through the rest of the middleware and the login. Rejects with an AuthError. */
export type Next = (request: TransferOptions) => Promise<WxResponse>

/**
 * Wraps every request, upload and download, outside the login: it sees each once, however often it is replayed, and
 * without a token. It may change the request, which is a copy, answer it by itself, or call `next` again.
 * @example
 * const inChinese: Middleware = (request, next) =>
 *   next({ ...request, header: { ...request.header, 'Accept-Language': 'zh-CN' } })
 */
export interface Middleware {
  (request: TransferOptions, next: Next): Promise<WxResponse>
  /** Called once, when createAuth has made the auth; a function that it returns is called at destroy(). */
  connect?: (auth: AuthView) => unknown
}

/**
 * Makes one function of many, the first outermost, as in koa. The scope rejects each layer: an outer one must not wait
 * for an inner one that is waiting itself, for its next retry say.
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
