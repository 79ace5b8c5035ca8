import type { NetworkName } from '../platform/transport'
import type { WxPort, WxResponse } from '../platform/wx-port'

/**
 * One shape for all three: wx.uploadFile gives the body as a text and no header, wx.downloadFile neither. An
 * `isExpired` that reads them must not fail.
 */
export function normalized(api: NetworkName, response: WxResponse): WxResponse {
  if (api === 'request') return response
  const { data = '', header = {} } = response as Partial<WxResponse>
  return { ...response, data: api === 'uploadFile' ? parsed(data) : data, header }
}

/** As wx.request with `dataType: 'json'`: the text if it is not JSON. */
function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data
  } catch {
    return data
  }
}

/** Removes the file that wx.downloadFile saves of a rejection. */
export function discardFile(port: WxPort, response: WxResponse): void {
  const { tempFilePath, filePath = tempFilePath } = response as { tempFilePath?: string; filePath?: string }
  if (filePath === undefined) return
  try {
    port.getFileSystemManager?.().unlink({ filePath, success: nothing, fail: nothing })
  } catch {
    // The system removes temporary files sooner or later.
  }
}

function nothing() {
  // It may fail: nothing depends on it.
}
