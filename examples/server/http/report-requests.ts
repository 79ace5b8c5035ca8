import { createMiddleware } from 'hono/factory'
import type { EventListener } from '../events'
import { SECRET_PATTERN, shorten } from '../secrets'

// Whoever asks for an unknown path may have put anything into it.
const MAX_UNKNOWN_PATH = 5
const MAX_PATH = 80

export interface Reported {
  Variables: { sessionRejected?: boolean }
}

/** Reports every answered request, and dates the answers by the server's clock. */
export function reportRequests(now: () => number, onEvent: EventListener) {
  return createMiddleware<Reported>(async (c, next) => {
    await next()
    // Clients tell the skew of their clock by this header, so it has to agree with the clock that ends sessions.
    c.header('Date', new Date(now()).toUTCString())
    const url = new URL(c.req.url)
    const segments = url.pathname.split('/')
    const tokenInUrl = [...segments, ...url.searchParams.values()].some((part) => SECRET_PATTERN.test(part))
    const path = segments.map((part) => (SECRET_PATTERN.test(part) ? shorten(part) : part)).join('/')
    const tooLong = path.length > (c.res.status === 404 ? MAX_UNKNOWN_PATH : MAX_PATH)
    onEvent({
      type: 'request',
      method: c.req.method,
      path: tooLong ? shorten(path) : path,
      status: c.res.status,
      tokenInUrl,
      ...(c.get('sessionRejected') && { sessionRejected: true }),
    })
  })
}
