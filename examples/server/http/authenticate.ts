import type { HonoRequest } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { EventListener } from '../events'
import { hashSecret, SECRET_PATTERN, shorten } from '../secrets'
import type { Session, Sessions } from '../store/sessions'
import { ApiError } from './errors'

export interface Authenticated {
  Variables: { session: Session }
}

/** Lets a request pass with a valid `Authorization: Bearer <token>` only; the session is then in the context. */
export function authenticate(sessions: Sessions, onEvent: EventListener) {
  const reject = (
    { method, path }: HonoRequest,
    reason: 'SESSION_MISSING' | 'SESSION_EXPIRED',
    session: string | null,
    message: string,
  ) => {
    onEvent({ type: 'sessionRejected', method, path, reason, session })
    return new ApiError(401, reason, message, { 'WWW-Authenticate': 'Bearer' })
  }

  return createMiddleware<Authenticated>(async (c, next) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    if (token === undefined) {
      throw reject(
        c.req,
        'SESSION_MISSING',
        null,
        'Log in, and send the token as Authorization: Bearer <token>.',
      )
    }
    const session = SECRET_PATTERN.test(token) ? sessions.find(token) : null
    if (!session) {
      throw reject(
        c.req,
        'SESSION_EXPIRED',
        shorten(hashSecret(token)),
        'The session has ended. Log in again.',
      )
    }
    c.set('session', session)
    await next()
  })
}
