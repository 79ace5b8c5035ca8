import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export const DEFAULT_PORT = 8080
const PORTS_TO_TRY = 20

export interface Listening {
  url: string
  port: number
  /** Ends at once; connections whose answer is outstanding are cut. */
  close: () => Promise<void>
}

/** Serves `app` on `port`; without one, on 8080 or the next free one; on any free port if it is 0. */
export async function listen(app: Hono, { port, host }: { port?: number; host: string }): Promise<Listening> {
  const listener = getRequestListener(app.fetch)
  // Longer than a client or a proxy keeps an idle connection: else it would send on one that is just about to end.
  const server = createServer(
    { keepAliveTimeout: 65_000 },
    (request, response) => void listener(request, response),
  )
  const actual = await (port === undefined ? bindFirstFree(server, host) : bind(server, port, host))
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

/** Who names a port has told others of it, so it is that one or none. */
async function bind(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening').catch((error: unknown) => {
    if (!isTaken(error)) throw error
    throw new Error(
      `Port ${port} of ${host} is taken: name another as PORT, or none for the next free one.`,
      { cause: error },
    )
  })
  return (server.address() as AddressInfo).port
}

async function bindFirstFree(server: Server, host: string): Promise<number> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TO_TRY; port += 1) {
    try {
      server.listen(port, host)
      await once(server, 'listening')
      return port
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  throw new Error(
    `All ports of ${host} from ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TO_TRY - 1} are taken: name another as PORT.`,
  )
}

const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
