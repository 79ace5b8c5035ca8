import type { Callbacks } from './callbacks'
import type { Files } from './files'
import { encodeForm } from './form'
import { outgoing, type Head, type OutgoingRequest, type RequestOptions } from './http'
import { createListeners } from './listeners'
import type { Transfers } from './transfer'

export interface UploadOptions {
  url: string
  filePath: string
  name: string
  header?: Record<string, string>
  formData?: Record<string, unknown>
  timeout?: number
}

export interface UploadProgress {
  progress: number
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

/** Sends a body and tells how much of it has gone. */
export type SendBody = (
  request: OutgoingRequest,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
  sent: (bytes: number) => void,
) => Promise<{ head: Head; text: string }>

/** wx.uploadFile: its answer is a text, whatever it is, and has no header. */
export function createUploadFile(transfers: Transfers, files: Files, sendBody: SendBody) {
  return function uploadFile(options: UploadOptions & Callbacks<{ statusCode: number; data: string }>) {
    const heads = createListeners<Head>()
    const progress = createListeners<UploadProgress>()
    const { url, header, formData = {}, filePath, name } = options
    const request: RequestOptions = { url, header, method: 'POST' }
    const abort = transfers.start('uploadFile', options, {
      data: formData,
      plan: (hosts) => outgoing('uploadFile', request, hosts),
      async send(plan, signal) {
        const file = { name, filePath, bytes: await files.read(filePath) }
        const { contentType, bytes } = encodeForm(formData, file)
        plan.header['content-type'] = contentType
        const { head, text } = await sendBody(plan, bytes, signal, (sent) =>
          progress.emit({
            progress: Math.floor((sent / bytes.length) * 100),
            totalBytesSent: sent,
            totalBytesExpectedToSend: bytes.length,
          }),
        )
        heads.emit(head)
        return { statusCode: head.statusCode, data: text }
      },
    })
    return {
      abort,
      onHeadersReceived: heads.on,
      offHeadersReceived: heads.off,
      onProgressUpdate: progress.on,
      offProgressUpdate: progress.off,
    }
  }
}
