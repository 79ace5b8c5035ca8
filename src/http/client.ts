import { AuthError } from '../auth-error'
import type { NetworkName } from '../platform/transport'
import type { WxResponse } from '../platform/wx-port'
import { createBag } from '../platform/bag'
import { callbacksOf, createSettlement, type Settlement } from './settlement'
import { Delivery } from './delivery'
import type { DeliveryContext } from './delivery'
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
import { asTask, createTaskEvents, type DownloadTask, type Task, type UploadTask } from './task'

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
    const { generation, generationNumber } = context.engine
    const deliveries: Array<Delivery<User>> = []
    let stopped: AuthError | null = null
    /** The task, and what was sent for it: middleware may answer first, and go on with what it has sent. */
    let open = 0
    let leave: () => void
    let leaveGeneration: (() => void) | undefined
    /** What ends middleware that waits. */
    const waits: Array<(error: AuthError) => void> = []
    const settlement = createSettlement(callbacksOf(api, options, callOut), (isAnswered) => {
      leaveGeneration?.()
      close()
      if (isAnswered) events.release()
      // The login that it may share goes on for the others: stop passing on the events of that task.
      else events.attach(null)
    })

    function hold() {
      if (open++ === 0) leave = underWay.add(end)
    }
    function close() {
      if (--open === 0) leave()
    }
    function end(error: AuthError) {
      stopped = error
      settlement.fail(error)
      waits.forEach((reject) => reject(error))
      deliveries.forEach((delivery) => delivery.end(error))
    }
    function send(given: AnyOptions, { success, fail }: Settlement) {
      const plan = planRequest(api, given, context)
      const receiver = { success, fail, onTask: events.attach }
      const delivery = new Delivery(plan, given, receiver, context, generation)
      deliveries.push(delivery)
      delivery.start()
    }
    function next(request: TransferOptions): Promise<WxResponse> {
      const sent = createSettlement(null, close)
      hold()
      try {
        const reason = stopped ?? ended
        if (reason) throw reason
        checkRequest(api, request)
        send(request, sent)
      } catch (error) {
        sent.fail(error)
      }
      return sent.promise
    }

    hold()
    try {
      if (ended) throw ended
      checkRequest(api, options)
      if (use.length === 0) send(options, settlement)
      else {
        // What middleware does with an answer, or before it asks for one, ends with the user, too.
        const mode = modeOf(options, context)
        const isUsers = mode === 'required' || (mode === 'optional' && context.engine.session)
        leaveGeneration = generation.onEnd((error) => {
          if (isUsers || deliveries.some(({ carried }) => carried)) end(error)
        })
        const run = compose(use, next, (reject) => void waits.push(reject))
        void run(ownCopy(api, options, generationNumber)).then(settlement.success, settlement.fail)
      }
    } catch (error) {
      settlement.fail(error)
    }
    settlement.hasReturned = true
    return asTask(api, settlement.promise, events, () => {
      // Middleware that has answered may go on, with a fresh answer for its cache say.
      if (!settlement.isOver) end(aborted(api))
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
