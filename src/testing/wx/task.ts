import { toBuffer } from '../bytes'
import type { FullReply } from '../server/message'
import type { Context } from './context'
import { KINDS, sizeOf, type NetworkOptions } from './kinds'
import { createListeners, type Listeners } from './listeners'
import type { NetworkName } from './names'
import { withCase } from './response'

/** What wx.request and its kin return, and the events on the way. */
export interface Task {
  /** What the app gets. */
  readonly face: object
  /** `ms` until the server has the request. */
  uploading(ms: number): void
  /** `ms` until the answer is complete. */
  answering(ms: number, reply: FullReply): void
  /** No event any more. */
  close(): void
}

export function createTask(
  context: Context,
  name: NetworkName,
  options: NetworkOptions,
  abort: () => void,
): Task {
  const { timeline, life, features, headerCase } = context
  const { progress } = KINDS[name]
  const headers = createListeners<object>()
  const chunks = createListeners<{ data: ArrayBuffer }>()
  const progressed = createListeners<object>()
  let isClosed = false

  function emit<Event>(ms: number, listeners: Listeners<Event>, event: Event) {
    timeline.schedule(ms, () => {
      if (isClosed) return
      for (const listener of listeners.current) life.deliver(() => listener(event))
    })
  }
  function progressing(ms: number, total: number, names: [string, string]) {
    for (const percent of [50, 100]) {
      const event = { progress: percent, [names[0]]: Math.round((total * percent) / 100), [names[1]]: total }
      emit(Math.floor((ms * percent) / 100), progressed, event)
    }
  }

  return {
    face: {
      abort: () => abort(),
      onHeadersReceived: headers.on,
      offHeadersReceived: headers.off,
      ...(name === 'request' && features.chunks
        ? { onChunkReceived: chunks.on, offChunkReceived: chunks.off }
        : {}),
      ...(progress === 'none' ? {} : { onProgressUpdate: progressed.on, offProgressUpdate: progressed.off }),
    },
    uploading(ms) {
      if (progress === 'up')
        progressing(ms, sizeOf(context, options, null), ['totalBytesSent', 'totalBytesExpectedToSend'])
    },
    answering(ms, reply) {
      const { statusCode, header, cookies } = reply
      emit(0, headers, { statusCode, header: withCase(header, headerCase), cookies })
      if (progress === 'down')
        progressing(ms, sizeOf(context, options, reply), ['totalBytesWritten', 'totalBytesExpectedToWrite'])
      if (options.enableChunked !== true || !reply.chunks) return
      const pieces = reply.chunks
      pieces.forEach((piece, index) =>
        emit(Math.floor((ms * (index + 1)) / (pieces.length + 1)), chunks, { data: toBuffer(piece) }),
      )
    },
    close() {
      isClosed = true
    },
  }
}
