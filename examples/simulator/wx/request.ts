import type { Callbacks } from './callbacks'
import { fetchTarget, outgoing, readBody, type Head, type RequestOptions, type Response } from './http'
import { createListeners } from './listeners'
import type { Transfers } from './transfer'

type HeadListener = (head: Head) => void

export interface RequestTask {
  abort(): void
  onHeadersReceived(listener: HeadListener): void
  offHeadersReceived(listener?: HeadListener): void
  onChunkReceived(listener: unknown): void
  offChunkReceived(listener?: unknown): void
}

/** wx.request over fetch. */
export function createRequest(transfers: Transfers) {
  return function request(options: RequestOptions & Callbacks<Response>): RequestTask {
    const heads = createListeners<Head>()
    const abort = transfers.start('request', options, {
      data: options.data,
      plan: (hosts) => outgoing('request', options, hosts),
      async send(plan, signal) {
        const redirect = options.redirect === 'manual' ? 'manual' : 'follow'
        const { response, head } = await fetchTarget(plan, { signal, redirect })
        heads.emit(head)
        return { ...head, data: await readBody(response, options) }
      },
    })
    return {
      abort,
      onHeadersReceived: heads.on,
      offHeadersReceived: heads.off,
      onChunkReceived: () => undefined,
      offChunkReceived: () => undefined,
    }
  }
}
