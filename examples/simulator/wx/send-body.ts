import { headOf } from './http'
import type { SendBody } from './upload'

const PIECE = 64 * 1024

/**
 * By a stream that is sent as it is read: each piece is asked for when the one before has gone. Node can; browsers do
 * so over HTTP/2 only, and have XMLHttpRequest for it. `pace` is waited for before each piece.
 */
export function createStreamBody(pace?: (sent: number) => Promise<void>): SendBody {
  return async ({ method, target, header }, bytes, signal, sent) => {
    let offset = 0
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (offset > 0) sent(offset)
          await pace?.(offset)
          if (offset === bytes.length) {
            controller.close()
            return
          }
          const end = Math.min(offset + PIECE, bytes.length)
          controller.enqueue(bytes.subarray(offset, end))
          offset = end
        },
      },
      { highWaterMark: 0 },
    )
    const init = { method, headers: header, body, signal, credentials: 'omit', duplex: 'half' } as const
    const response = await fetch(target, init)
    return { head: headOf(response), text: await response.text() }
  }
}
