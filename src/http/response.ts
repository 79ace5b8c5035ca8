import type { NetworkName } from '../platform/transport'
import type { WxPort, WxResponse } from '../platform/wx-port'

/**
 * One shape for the answers of all three: wx.uploadFile gives the body as a text and no header, wx.downloadFile
 * neither, so that an `isExpired` which reads them must not fail on what is absent.
 */
export function normalized(api: NetworkName, response: WxResponse): WxResponse {
  if (api === 'request') return response
  const { data = '', header = {} } = response as Partial<WxResponse>
  return { ...response, data: api === 'uploadFile' ? parsed(data) : data, header }
}

/** As wx.request does it with `dataType: 'json'`: one attempt, and else the text. */
function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data
  } catch {
    return data
  }
}

/** wx.downloadFile saves what the server says to a rejected token, too: nobody wants that file. */
export function discardFile(port: WxPort, response: WxResponse): void {
  const { tempFilePath, filePath = tempFilePath } = response as { tempFilePath?: string; filePath?: string }
  if (filePath === undefined) return
  try {
    port.getFileSystemManager?.().unlink({ filePath, success: nothing, fail: nothing })
  } catch {
    // The system clears temporary files sooner or later.
  }
}

function nothing() {
  // Whether it could be removed changes nothing.
}
