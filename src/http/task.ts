import type { NetworkName } from '../platform/transport'
import type { TaskEvents } from './task-events'

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
