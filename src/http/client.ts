import { AuthError } from '../auth-error'
import type { NetworkName } from '../platform/transport'
import type { WxResponse } from '../platform/wx-port'
import { callbacksOf } from './callbacks'
import { createBag } from '../platform/bag'
import { Delivery } from './delivery'
import type { DeliveryContext } from './delivery-context'
import { compose, type Middleware } from './middleware'
import {
  checkRequest,
  modeOf,
  ownCopy,
  planRequest,
  type DownloadOptions,
  type DownloadResponse,
  type AnyOptions,
  type RequestOptions,
  type TransferOptions,
  type UploadOptions,
} from './request-options'
import { asTask, type DownloadTask, type Task, type UploadTask } from './task'
import { createTaskEvents } from './task-events'

export interface ClientContext<User> extends DeliveryContext<User> {
  baseURL: string
  use: readonly Middleware[]
}

export interface Client {
  request<T = unknown>(options: RequestOptions<T>): Task<WxResponse<T>>
  uploadFile<T = unknown>(options: UploadOptions<T>): UploadTask<WxResponse<T>>
  downloadFile(options: DownloadOptions): DownloadTask<DownloadResponse>
  /** Ends all that is under way, and all that comes. */
  end(error: AuthError): void
}

/** wx.request, wx.uploadFile and wx.downloadFile with the session, as promises that are tasks. */
export function createClient<User>(context: ClientContext<User>): Client {
  const { use, callOut } = context
  const underWay = createBag<(error: AuthError) => void>()
  let ended: AuthError | null = null

  function start(api: NetworkName, options: AnyOptions) {
    const events = createTaskEvents(callOut)
    // Whose request it is, however long middleware takes: it is not sent as the next user.
    const { generation } = context.holder
    const deliveries: Array<Delivery<User>> = []
    const callbacks = callbacksOf(api, options, callOut)
    let isOver = false
    let hasReturned = false
    let stopped: AuthError | null = null
    /** The task, and what was sent for it: middleware may answer first, and go on with what it has sent. */
    let open = 0
    let leave: () => void
    let leaveGeneration: (() => void) | undefined
    /** What ends middleware that waits. */
    const waits: Array<(error: AuthError) => void> = []

    function hold() {
      if (open++ === 0) leave = underWay.add(end)
    }
    function close() {
      if (--open === 0) leave()
    }
    function finish(): boolean {
      if (isOver) return false
      isOver = true
      leaveGeneration?.()
      close()
      return true
    }
    function end(error: AuthError) {
      stopped = error
      settle.fail(error)
      waits.forEach((reject) => reject(error))
      deliveries.forEach((delivery) => delivery.end(error))
    }
    /** Callbacks come after the call that they belong to, also where we know at once how it ends. */
    function tell(call: () => void) {
      if (hasReturned) call()
      else void Promise.resolve().then(call)
    }
    const settle = {} as { success: (response: WxResponse) => void; fail: (error: unknown) => void }
    const promise = new Promise<WxResponse>((resolve, reject) => {
      settle.success = (response) => {
        if (!finish()) return
        events.release()
        resolve(response)
        if (callbacks) tell(() => callbacks.success(response))
      }
      settle.fail = (error) => {
        if (!finish()) return
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- middleware may throw anything
        reject(error)
        if (callbacks) tell(() => callbacks.fail(error))
      }
    })
    // Who only passes callbacks looks at no promise.
    if (callbacks) promise.catch(() => undefined)

    function send(
      given: AnyOptions,
      success: (response: WxResponse) => void,
      fail: (error: AuthError) => void,
    ) {
      const plan = planRequest(api, given, context)
      deliveries.push(
        new Delivery(plan, given, { success, fail, onTask: events.attach }, context, generation),
      )
    }
    function next(request: TransferOptions) {
      return new Promise<WxResponse>((resolve, reject) => {
        const reason = stopped ?? ended
        if (reason) throw reason
        const closing =
          <V>(settleNext: (value: V) => void) =>
          (value: V) => {
            close()
            settleNext(value)
          }
        hold()
        const refuse = closing(reject)
        try {
          checkRequest(api, request)
          send(request, closing(resolve), refuse)
        } catch (error) {
          refuse(error)
        }
      })
    }

    hold()
    try {
      if (ended) throw ended
      checkRequest(api, options)
      if (use.length === 0) send(options, settle.success, settle.fail)
      else {
        // What middleware does with an answer, or before it asks for one, ends with the user, too.
        const mode = modeOf(options, context)
        if (mode === 'required' || (mode === 'optional' && context.holder.session))
          leaveGeneration = generation.onEnd(end)
        const run = compose(use, next, (reject) => void waits.push(reject))
        void run(ownCopy(api, options)).then(settle.success, settle.fail)
      }
    } catch (error) {
      settle.fail(error)
    }
    hasReturned = true
    return asTask(api, promise, events, () => {
      // Middleware that has answered may go on, with a fresh answer for its cache say.
      if (!isOver) end(aborted(api))
    })
  }

  return {
    request: <T>(options: RequestOptions<T>) => start('request', options) as Task<WxResponse<T>>,
    uploadFile: <T>(options: UploadOptions<T>) =>
      start('uploadFile', options) as unknown as UploadTask<WxResponse<T>>,
    downloadFile: (options) => start('downloadFile', options),
    end(error) {
      ended = error
      // Else the end of one would be the turn of the next.
      context.queue.close()
      underWay.clear((end) => end(error))
    },
  }
}

function aborted(api: NetworkName): AuthError {
  return new AuthError('ABORTED', `${api}: the app called abort().`, { errMsg: `${api}:fail abort` })
}
