import { isAuthError, type AuthErrorCode } from '../auth-error'
import type { CallOut } from '../platform/call-out'
import { textOf } from '../platform/text-of'
import type { NetworkName } from '../platform/transport'
import type { WxFailure, WxResponse } from '../platform/wx-port'
import type { AnyOptions, SendCallbacks } from './request-options'

// What the app gets for a request, as wx gives it: a task, its events, and callbacks.

/** The head of an answer, before its body. */
export interface HeadersReceived {
  /** Names vary in case. */
  header: Record<string, string>
  /** Where the platform tells it. */
  statusCode?: number
  /** Where the platform tells them. */
  cookies?: string[]
}

/** A promise, and what wx gives for the request; it holds over a login and a replay. */
export interface BaseTask<Result> extends Promise<Result> {
  /** Ends it wherever it is: it rejects with ABORTED. A login that it waits for goes on for the others. */
  abort(): void
  /** Calls back when the head of an answer is there. */
  onHeadersReceived(listener: (event: HeadersReceived) => void): void
  /** Ends that, for one listener or for all. */
  offHeadersReceived(listener?: (event: HeadersReceived) => void): void
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/RequestTask.html */
export interface Task<Result> extends BaseTask<Result> {
  /** With `enableChunked`. Base library 2.20.2. */
  onChunkReceived(listener: (event: { data: ArrayBuffer }) => void): void
  /** Ends that, for one listener or for all. */
  offChunkReceived(listener?: (event: { data: ArrayBuffer }) => void): void
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/UploadTask.html */
export interface UploadTask<Result> extends BaseTask<Result> {
  /** Calls back while it is sent; with a replay, from the beginning again. */
  onProgressUpdate(listener: (event: UploadProgress) => void): void
  /** Ends that, for one listener or for all. */
  offProgressUpdate(listener?: (event: UploadProgress) => void): void
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/download/DownloadTask.html */
export interface DownloadTask<Result> extends BaseTask<Result> {
  /** Calls back while it is received; with a replay, from the beginning again. */
  onProgressUpdate(listener: (event: DownloadProgress) => void): void
  /** Ends that, for one listener or for all. */
  offProgressUpdate(listener?: (event: DownloadProgress) => void): void
}

/** How far an upload is. */
export interface UploadProgress {
  /** Percent. */
  progress: number
  /** Bytes. */
  totalBytesSent: number
  /** Bytes. */
  totalBytesExpectedToSend: number
}

/** How far a download is. */
export interface DownloadProgress {
  /** Percent. */
  progress: number
  /** Bytes. */
  totalBytesWritten: number
  /** Bytes. */
  totalBytesExpectedToWrite: number
}

/** The events of wx's tasks. */
export type TaskEvent = 'HeadersReceived' | 'ChunkReceived' | 'ProgressUpdate'

type Listener = (event: never) => void

/** What is behind a task. */
export interface TaskSource {
  abort(): void
  on(event: TaskEvent, listener: Listener): void
  /** Without a listener: all of them. */
  off(event: TaskEvent, listener?: Listener): void
}

/** A promise that has become a task. Its source is behind a function, so that no console shows what a request holds. */
interface Sourced {
  source(): TaskSource
}

// The same functions for all tasks: closures of its own would be a fifth of what a request costs.
const METHODS: Readonly<Record<NetworkName, object>> = {
  request: methodsFor('HeadersReceived', 'ChunkReceived'),
  uploadFile: methodsFor('HeadersReceived', 'ProgressUpdate'),
  downloadFile: methodsFor('HeadersReceived', 'ProgressUpdate'),
}

function methodsFor(...events: TaskEvent[]): object {
  const methods: Record<string, (this: Sourced, listener: Listener) => void> = {
    abort() {
      this.source().abort()
    },
  }
  for (const event of events) {
    methods[`on${event}`] = function (listener) {
      this.source().on(event, listener)
    }
    methods[`off${event}`] = function (listener) {
      this.source().off(event, listener)
    }
  }
  return methods
}

/** Makes a promise a task of that function of wx. */
export function asTask<Result>(
  api: NetworkName,
  promise: Promise<Result>,
  source: TaskSource,
): Task<Result> & UploadTask<Result> & DownloadTask<Result> {
  const task: unknown = Object.assign(promise, METHODS[api], { source: () => source })
  return task as Task<Result> & UploadTask<Result> & DownloadTask<Result>
}

/** The listeners of one request, which hear whichever task of `wx` is at work for it: a replay has another. */
export class TaskEvents {
  private readonly listeners = new Map<TaskEvent, Listener[]>()
  /** Pieces of an answer that may be a rejection: the replay's are to come first, and alone. */
  private held: unknown[] | null = null
  private task: unknown

  constructor(
    private readonly callOut: CallOut,
    task: unknown,
  ) {
    this.attach(task)
  }

  on(event: TaskEvent, listener: Listener) {
    const known = this.listeners.get(event)
    // A list of its own for each notification: a listener may leave while it is being called.
    this.listeners.set(event, known ? [...known, listener] : [listener])
    if (!known) this.listenTo(event)
  }

  /** Without a listener: all of them. */
  off(event: TaskEvent, listener?: Listener) {
    const known = this.listeners.get(event)
    if (known) this.listeners.set(event, listener ? known.filter((other) => other !== listener) : [])
  }

  /** Another task is at work; null, and nothing is told any more. */
  attach(task: unknown) {
    this.task = task
    this.held = null
    // First of all, and not only with a listener for pieces: that may come with the head.
    this.listen('HeadersReceived', (head) => (this.held = isRefusal(head) ? [] : null))
    this.listeners.forEach((_, event) => this.listenTo(event))
  }

  /** The present task was the last one: what was held back is for the listeners. */
  release() {
    const pieces = this.held
    this.held = null
    pieces?.forEach((piece) => this.tell('ChunkReceived', piece))
  }

  private listenTo(event: TaskEvent) {
    this.listen(event, (payload) => {
      if (this.held && event === 'ChunkReceived') this.held.push(payload)
      else this.tell(event, payload)
    })
  }

  private listen(event: TaskEvent, heard: (payload: never) => void) {
    const { task } = this
    const on = ((task ?? {}) as Partial<Record<string, (listener: Listener) => void>>)[`on${event}`]
    if (typeof on !== 'function') return
    on.call(task, (payload) => {
      // A former task may still have something to say.
      if (this.task === task) heard(payload)
    })
  }

  private tell(event: TaskEvent, payload: unknown) {
    this.listeners.get(event)?.forEach((listener) => this.callOut(listener, payload as never))
  }
}

function isRefusal({ statusCode }: { statusCode?: number }): boolean {
  return Number(statusCode) >= 400
}

export interface Callbacks {
  success: (response: WxResponse) => void
  fail: (error: unknown) => void
}

/** wx's callbacks, in wx's order and shapes: one of success and fail, then complete. Null where there are none. */
export function callbacksOf(api: NetworkName, options: AnyOptions, callOut: CallOut): Callbacks | null {
  // They are told what is wrong with the options, so they come before the check of these.
  const given = (options as unknown) ?? {}
  const { success, fail, complete } = given as SendCallbacks<WxResponse>
  if (!success && !fail && !complete) return null
  const tell = <Result>(callback: ((result: Result) => void) | undefined, result: Result) => {
    if (typeof callback === 'function') callOut(callback, result)
    if (typeof complete === 'function') callOut(complete, result as WxResponse)
  }
  return {
    success: (response) => tell(success, response),
    fail: (error) => tell(fail, failureOf(api, error)),
  }
}

function failureOf(api: NetworkName, error: unknown): WxFailure & { errMsg: string; error: unknown } {
  if (!isAuthError(error)) return { errMsg: `${api}:fail ${textOf(error)}`, error }
  const { code, message, errMsg, errno } = error
  // HTTP clients pass on `errMsg` alone: what is not the platform's word on this call tells its code there. That of a
  // login that got no answer would look like a failure of the request.
  const isPlatforms = errMsg !== undefined && PLATFORMS.indexOf(code) >= 0
  return {
    errMsg: isPlatforms ? errMsg : `${api}:fail ${code} ${message}`,
    ...(errno !== undefined && { errno }),
    error,
  }
}

/** What may come of a call of wx. */
const PLATFORMS: readonly AuthErrorCode[] = [
  'NETWORK',
  'TIMEOUT',
  'INTERRUPTED',
  'ABORTED',
  'DOMAIN_NOT_ALLOWED',
  'INVALID_OPTIONS',
]
