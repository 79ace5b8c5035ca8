import type { Callbacks } from './callbacks'
import type { Files } from './files'
import { joined } from './form'
import { fetchTarget, outgoing, type Head, type RequestOptions } from './http'
import { createListeners } from './listeners'
import type { Transfers } from './transfer'

export interface DownloadOptions {
  url: string
  header?: Record<string, string>
  filePath?: string
  timeout?: number
}

export interface DownloadResult {
  statusCode: number
  tempFilePath?: string
  filePath?: string
}

export interface DownloadProgress {
  progress: number
  totalBytesWritten: number
  totalBytesExpectedToWrite: number
}

/** wx.downloadFile: the body becomes a file, whatever the status. */
export function createDownloadFile(transfers: Transfers, files: Files) {
  return function downloadFile(options: DownloadOptions & Callbacks<DownloadResult>) {
    const heads = createListeners<Head>()
    const progress = createListeners<DownloadProgress>()
    const { url, header, filePath } = options
    const request: RequestOptions = { url, header, method: 'GET' }
    const abort = transfers.start('downloadFile', options, {
      data: undefined,
      plan: (hosts) => outgoing('downloadFile', request, hosts),
      async send(plan, signal): Promise<DownloadResult> {
        const { response, head } = await fetchTarget(plan, { signal })
        heads.emit(head)
        const total = Number(head.header['content-length'] ?? 0)
        const parts: Uint8Array[] = []
        let written = 0
        // Not `for await`: Safari's streams have no iterator.
        const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined
        for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
          parts.push(piece.value)
          written += piece.value.length
          progress.emit({
            progress: total > 0 ? Math.floor((written / total) * 100) : 0,
            totalBytesWritten: written,
            totalBytesExpectedToWrite: total,
          })
        }
        const path = files.save(joined(parts), filePath)
        const { statusCode } = head
        return filePath === undefined ? { statusCode, tempFilePath: path } : { statusCode, filePath }
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
