import { AuthError } from '../auth-error'
import { createScope, type Ending, type Scope } from '../platform/scope'
import type { NetworkName } from '../platform/transport'
import type { WxResponse } from '../platform/wx-port'
import type { Generation } from '../session/generation'
import { Delivery, type DeliveryContext, type Receiver } from './delivery'
import { compose, type Middleware } from './middleware'
import {
  checkRequest,
  modeOf,
  ownCopy,
  planRequest,
  type DownloadOptions,
  type DownloadResponse,
  type AnyOptions,
  type RequestAuth,
  type RequestOptions,
  type TransferOptions,
  type UploadOptions,
} from './request-options'
import {
  asTask,
  callbacksOf,
  TaskEvents,
  type Callbacks,
  type DownloadTask,
  type Task,
  type TaskEvent,
  type TaskSource,
  type UploadTask,
} from './task'

export interface ClientContext<User> extends DeliveryContext<User> {
  baseURL: string
  /** Of requests to trusted origins that name none. */
  auth: RequestAuth
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
  const underWay = createScope()

  function start<Result>(api: NetworkName, options: AnyOptions) {
    const request = new ClientRequest(context, underWay, api)
    return asTask(api, request.start(options) as Promise<Result>, request)
  }

  return {
    request: <T>(options: RequestOptions<T>) => start<WxResponse<T>>('request', options),
    uploadFile: <T>(options: UploadOptions<T>) => start<WxResponse<T>>('uploadFile', options),
    downloadFile: (options) => start<DownloadResponse>('downloadFile', options),
    end(error) {
      // Else the end of one would be the turn of the next.
      context.queue.close()
      underWay.end(error)
    },
  }
}

/**
 * One request as the app sees it: a promise, wx's callbacks and a task, whatever middleware sends for it, or does without
 * sending anything. Only its first end counts. A class, as closures would be garbage.
 */
class ClientRequest<User> implements Receiver, TaskSource, Ending {
  /** Whose it is, however long middleware takes: it is not sent as the next user. */
  private readonly generation: Generation
  private resolve!: (response: WxResponse) => void
  private reject!: (error: unknown) => void
  private callbacks: Callbacks | null = null
  private isOver = false
  /** Did a request that middleware sent come to an answer? */
  private isAnswered = false
  /** Callbacks come after the call that they belong to, also where we know at once how it ends. */
  private hasReturned = false
  private deliveries: ReadonlyArray<Delivery<User>> = []
  /** One for the request, and one for each `next()`: middleware may answer first, and go on with what it has sent. */
  private holds = 0
  /** What ends middleware that waits. */
  private middleware: Scope | undefined
  private events: TaskEvents | undefined
  private task: unknown

  constructor(
    private readonly context: ClientContext<User>,
    private readonly underWay: Scope,
    private readonly api: NetworkName,
  ) {
    this.generation = context.engine.generation
  }

  start(options: AnyOptions): Promise<WxResponse> {
    const { context, underWay, api } = this
    const { callOut } = context.engine.platform
    const promise = new Promise<WxResponse>((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.callbacks = callbacksOf(api, options, callOut)
    // Whoever passes callbacks may look at no promise.
    if (this.callbacks) promise.catch(() => undefined)
    this.hold()
    try {
      if (underWay.ended) throw underWay.ended
      checkRequest(api, options)
      if (context.use.length === 0) this.send(options, this)
      else this.runMiddleware(options)
    } catch (error) {
      this.fail(error)
    }
    this.hasReturned = true
    return promise
  }

  private send(options: AnyOptions, receiver: Receiver) {
    const { api, context, generation } = this
    const delivery = new Delivery(planRequest(api, options, context), options, receiver, context, generation)
    this.deliveries = [...this.deliveries, delivery]
    delivery.start()
  }

  private runMiddleware(options: AnyOptions) {
    const { api, context, generation } = this
    const { engine, use } = context
    const scope = createScope()
    this.middleware = scope
    // What middleware does with an answer, or before it asks for one, ends with the user, too.
    const mode = modeOf(options, context)
    const isUsers = mode === 'required' || (mode !== 'none' && engine.session)
    const user = {
      end: (error: AuthError) => {
        // An answer that has arrived is not lost to the setSession() that it led to.
        if (this.isAnswered && error.code === 'SESSION_CHANGED') return
        if (isUsers || this.deliveries.some(({ carried }) => carried)) this.end(error)
      },
    }
    generation.add(user)
    const run = compose(use, (request) => this.next(request), scope)
    void run(ownCopy(api, options, this.generation.number))
      .then(
        (response) => this.success(response),
        (error: unknown) => this.fail(error),
      )
      .then(() => generation.remove(user))
  }

  /** What middleware calls. */
  private next(request: TransferOptions): Promise<WxResponse> {
    return new Promise((resolve, reject) => {
      const receiver: Receiver = {
        success: (response) => {
          this.isAnswered = true
          this.release()
          resolve(response)
        },
        fail: (error) => {
          this.release()
          reject(error)
        },
        onTask: (task) => this.onTask(task),
      }
      this.hold()
      try {
        const reason = this.middleware?.ended ?? this.underWay.ended
        if (reason) throw reason
        checkRequest(this.api, request)
        this.send(request, receiver)
      } catch (error) {
        receiver.fail(error as AuthError)
      }
    })
  }

  // The end: an answer, a failure, abort(), a logout, destroy().

  success(response: WxResponse) {
    if (!this.conclude()) return
    this.events?.release()
    this.resolve(response)
    this.callBack((callbacks) => callbacks.success(response))
  }

  fail(error: unknown) {
    if (!this.conclude()) return
    // The login that it may share goes on for the others: stop passing on the events of that task.
    this.onTask(null)
    this.reject(error)
    this.callBack((callbacks) => callbacks.fail(error))
  }

  private conclude(): boolean {
    if (this.isOver) return false
    this.isOver = true
    this.release()
    return true
  }

  private callBack(tell: (callbacks: Callbacks) => void) {
    const { callbacks } = this
    if (!callbacks) return
    if (this.hasReturned) tell(callbacks)
    else void Promise.resolve(callbacks).then(tell)
  }

  end(error: AuthError) {
    this.middleware?.end(error)
    this.fail(error)
    this.deliveries.forEach((delivery) => delivery.end(error))
  }

  private hold() {
    if (this.holds++ === 0) this.underWay.add(this)
  }

  private release() {
    if (--this.holds === 0) this.underWay.remove(this)
  }

  // The task.

  abort() {
    const { api } = this
    // Middleware that has answered may go on, with a fresh answer for its cache say.
    if (this.isOver) return
    this.end(new AuthError('ABORTED', `${api}: the app called abort().`, { errMsg: `${api}:fail abort` }))
  }

  onTask(task: unknown) {
    this.task = task
    this.events?.attach(task)
  }

  on(event: TaskEvent, listener: (event: never) => void) {
    this.events = this.events ?? new TaskEvents(this.context.engine.platform.callOut, this.task)
    this.events.on(event, listener)
  }

  off(event: TaskEvent, listener?: (event: never) => void) {
    this.events?.off(event, listener)
  }
}
