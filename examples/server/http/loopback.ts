import { createMiddleware } from 'hono/factory'
import { ApiError } from './errors'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** Whether an origin such as `http://localhost:8080` is on this machine. */
export function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK_HOSTS.includes(new URL(origin).hostname)
}

/** Whether a server that listens on this host, a name or an address, is reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return isLoopback(`http://${host.includes(':') ? `[${host}]` : host}`)
}

/**
 * Refuses what a web page elsewhere could make this machine's browser send. The Host header is checked because a
 * page whose name resolves to 127.0.0.1 (DNS rebinding) has an origin of its own that matches its Host.
 */
export function onlyFromLoopback(isTrusted: (origin: string, host: string) => boolean) {
  return createMiddleware(async (c, next) => {
    const host = c.req.header('Host') ?? new URL(c.req.url).host
    if (!isLoopback(`http://${host}`)) {
      throw new ApiError(403, 'FOREIGN_HOST', 'This route answers on loopback addresses only.')
    }
    const origin = c.req.header('Origin')
    if (origin !== undefined && !isTrusted(origin, host)) {
      throw new ApiError(403, 'FOREIGN_ORIGIN', 'This route does not answer pages of other origins.')
    }
    await next()
  })
}
