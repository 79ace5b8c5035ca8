import type { CallOut } from '../platform/call-out'
import type { NetworkName } from '../platform/transport'

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

/** Makes a promise a task of that function of wx. */
export function asTask<Result>(
  api: NetworkName,
  promise: Promise<Result>,
  { on, off }: TaskEvents,
  abort: () => void,
): Task<Result> & UploadTask<Result> & DownloadTask<Result> {
  // With Object.assign, and not one by one: of properties that are added so, V8 keeps the garbage of other requests.
  const task = Object.assign(promise, {
    abort,
    onHeadersReceived: (listener: (event: never) => void) => on('HeadersReceived', listener),
    offHeadersReceived: (listener?: (event: never) => void) => off('HeadersReceived', listener),
  })
  const own =
    api === 'request'
      ? {
          onChunkReceived: (listener: (event: never) => void) => on('ChunkReceived', listener),
          offChunkReceived: (listener?: (event: never) => void) => off('ChunkReceived', listener),
        }
      : {
          onProgressUpdate: (listener: (event: never) => void) => on('ProgressUpdate', listener),
          offProgressUpdate: (listener?: (event: never) => void) => off('ProgressUpdate', listener),
        }
  return Object.assign(task, own) as unknown as Task<Result> & UploadTask<Result> & DownloadTask<Result>
}

/** The events of wx's tasks. */
export type TaskEvent = 'HeadersReceived' | 'ChunkReceived' | 'ProgressUpdate'

type Listener = (event: never) => void

/** The listeners of one request, which hear whichever task of `wx` is at work for it: a replay has another. */
export interface TaskEvents {
  on: (event: TaskEvent, listener: Listener) => void
  /** Without a listener: all of them. */
  off: (event: TaskEvent, listener?: Listener) => void
  attach: (task: unknown) => void
  /** The present task was the last one: what was held back is for the listeners. */
  release: () => void
}

export function createTaskEvents(callOut: CallOut): TaskEvents {
  // Most requests have none.
  let listeners: Map<TaskEvent, Listener[]> | undefined
  let current: unknown
  /** Pieces of an answer that may be a rejection: the replay's are to come first, and alone. */
  let held: unknown[] | null = null

  function listenTo(task: unknown, event: TaskEvent) {
    if (event === 'ChunkReceived')
      listen(task, 'HeadersReceived', (head) => (held = isRefusal(head) ? [] : null))
    listen(task, event, (payload) => {
      if (held && event === 'ChunkReceived') held.push(payload)
      else tell(event, payload)
    })
  }

  function listen(task: unknown, event: TaskEvent, heard: (payload: never) => void) {
    const on = ((task ?? {}) as Partial<Record<string, (listener: Listener) => void>>)[`on${event}`]
    if (typeof on !== 'function') return
    on.call(task, (payload) => {
      // A former task may still have something to say.
      if (current === task) heard(payload)
    })
  }

  function tell(event: TaskEvent, payload: unknown) {
    listeners?.get(event)?.forEach((listener) => callOut(listener, payload as never))
  }

  return {
    on(event, listener) {
      listeners = listeners ?? new Map<TaskEvent, Listener[]>()
      const known = listeners.get(event)
      // A list of its own for each notification: a listener may leave while it is being called.
      listeners.set(event, known ? [...known, listener] : [listener])
      if (!known && current) listenTo(current, event)
    },
    off(event, listener) {
      const known = listeners?.get(event)
      if (known) listeners?.set(event, listener ? known.filter((other) => other !== listener) : [])
    },
    attach(task) {
      current = task
      held = null
      listeners?.forEach((_, event) => listenTo(task, event))
    },
    release() {
      const pieces = held
      held = null
      pieces?.forEach((piece) => tell('ChunkReceived', piece))
    },
  }
}

function isRefusal({ statusCode }: { statusCode?: number }): boolean {
  return Number(statusCode) >= 400
}
