import { AuthError } from '../auth-error'
import { LONGEST_TIMER } from '../check'
import type { AppLifecycle } from './app-lifecycle'
import type { Clock } from './clock'
import { requestFailureCode } from './failures'
import type { Invocation, Invoke } from './invoke'
import { promised, type Cancellable } from './promised'
import type { Scope } from './scope'
import type { ServerClock } from './server-clock'
import type { WxFailure, WxRequest, WxResponse, WxTransfer } from './wx-port'

/** The functions of `wx` that reach a server. */
export type NetworkName = 'request' | 'uploadFile' | 'downloadFile'

export interface SendHandlers {
  success(response: WxResponse): void
  fail(error: AuthError): void
  /** What `wx` returned, for its events. */
  onTask?(task: unknown): void
}

/**
 * Sends one request as it is, and calls back once: success with any HTTP status; fail with NETWORK, TIMEOUT,
 * INTERRUPTED, …
 */
export type Send = (name: NetworkName, request: WxTransfer, handlers: SendHandlers) => Cancellable

/** ms; the platform's default when a request names no timeout. */
export const DEFAULT_TIMEOUT = 60_000
/** What the platform gets on top for its own time-out before we call it silent. */
const GRACE = 10_000

export function createSend(invoke: Invoke, lifecycle: AppLifecycle): Send {
  return (name, request, handlers) => invoke(name, request, new Sending(name, request, handlers, lifecycle))
}

/** What comes of one request on the network. */
class Sending implements Invocation<WxResponse | undefined> {
  readonly timeout: number
  /** Of the head of the answer: for a chunked one, some platforms tell no other (Mac: NaN at the end). */
  private headStatus = 0

  constructor(
    private readonly name: NetworkName,
    private readonly request: WxTransfer,
    private readonly handlers: SendHandlers,
    private readonly lifecycle: AppLifecycle,
  ) {
    this.timeout = Math.min((request.timeout ?? DEFAULT_TIMEOUT) + GRACE, LONGEST_TIMER)
  }

  codeOf(failure: WxFailure) {
    return requestFailureCode(failure)
  }

  onTask(task: unknown, success: (response: WxResponse) => void) {
    this.handlers.onTask?.(task)
    const { onHeadersReceived } = (task ?? {}) as {
      onHeadersReceived?: (listener: (head: Partial<WxResponse>) => void) => void
    }
    if (typeof onHeadersReceived === 'function')
      onHeadersReceived.call(task, (head) => this.onHead(head, success))
  }

  private onHead(
    { statusCode, header = {}, cookies }: Partial<WxResponse>,
    success: (response: WxResponse) => void,
  ) {
    const status = statusOf(statusCode)
    this.headStatus = status
    // With `redirect: 'manual'` a 3xx ends the request; the documentation promises no more than this event.
    if (this.request.redirect === 'manual' && isRedirect(status))
      success({ statusCode: status, header, data: '', ...(cookies && { cookies }) })
  }

  success(response: WxResponse | undefined) {
    const told = response?.statusCode
    const statusCode = statusOf(told) || this.headStatus
    // Without a status and a body it is no answer, whatever a head said.
    if (response && statusCode && (told ?? response.data) !== undefined)
      this.handlers.success(told === statusCode ? response : { ...response, statusCode })
    else this.handlers.fail(new AuthError('NETWORK', `wx.${this.name} succeeded without a response.`))
  }

  fail(error: AuthError) {
    if (error.code === 'INTERRUPTED') this.lifecycle.interrupted()
    this.handlers.fail(error)
  }
}

/** 0 where there is none. HarmonyOS tells it as a text (NervJS/taro#16860). */
function statusOf(told: unknown): number {
  const status = typeof told === 'string' ? parseInt(told, 10) : told
  return typeof status === 'number' && status > 0 ? status : 0
}

/** wx.request as a promise, which ends with the scope: for the library's own requests. */
export type Transport = (
  request: WxRequest,
  scope?: Scope,
  onTask?: (task: unknown) => void,
) => Promise<WxResponse>

/** Each of its answers tells the server's time, before anybody reads it. */
export function createTransport(send: Send, clock: Clock, serverClock: ServerClock): Transport {
  return (request, scope, onTask) => {
    const sentAt = clock.now()
    return promised(scope, (resolve, fail) => {
      const success = (response: WxResponse) => {
        serverClock.learn(response, sentAt)
        resolve(response)
      }
      return send('request', request, { success, fail, onTask })
    })
  }
}

/** Not Modified redirects nobody. */
export function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode < 400 && statusCode !== 304
}
