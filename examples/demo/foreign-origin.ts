import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Another origin on this machine, which looks for what should not reach it. */
export async function createWatcher() {
  const seen = { requests: 0, secrets: 0 }
  const server = createServer((request, response) => {
    seen.requests++
    const { authorization, cookie } = request.headers
    if (authorization !== undefined || cookie !== undefined || /token/i.test(request.url ?? ''))
      seen.secrets++
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return seen.requests
    },
    get secrets() {
      return seen.secrets
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
