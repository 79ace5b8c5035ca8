import type { SendBody } from '../../wx'

/** XMLHttpRequest tells how much of a body has gone; fetch does not. */
export const sendBody: SendBody = ({ method, target, header }, bytes, signal, sent) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, target)
    for (const [name, value] of Object.entries(header)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => sent(loaded)
    request.onload = () =>
      resolve({
        head: { statusCode: request.status, header: headersOf(request), cookies: [] },
        text: request.responseText,
      })
    request.onerror = () => reject(new Error('Failed to send'))
    request.onabort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', () => request.abort())
    if (signal.aborted) reject(signal.reason as Error)
    else request.send(bytes)
  })

function headersOf(request: XMLHttpRequest): Record<string, string> {
  const lines = request.getAllResponseHeaders().split('\r\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))
}
