import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

const PORTS_TO_TRY = 20

export interface Listening {
  url: string
  port: number
  /** Ends at once; connections whose answer is outstanding are cut. */
  close: () => Promise<void>
}

/** Serves `app` on `port`, or on the next free one; on any free port if `port` is 0. */
export async function listen(app: Hono, { port, host }: { port: number; host: string }): Promise<Listening> {
  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => void listener(request, response))
  const actual = await bindFirstFree(server, port, host)
  let closed: Promise<unknown> | undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    port: actual,
    async close() {
      if (!closed) {
        closed = once(server, 'close')
        server.close()
        server.closeAllConnections()
      }
      await closed
    },
  }
}

async function bindFirstFree(server: Server, first: number, host: string): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!taken || port === 0 || port - first >= PORTS_TO_TRY || port === 65_535) throw error
    }
  }
}
