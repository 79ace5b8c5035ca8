import type { HonoRequest } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { EventListener } from '../events'
import { hashSecret, SECRET_PATTERN, shorten } from '../secrets'
import type { Session, Sessions } from '../store/sessions'
import { ApiError } from './errors'

export interface Authenticated {
  Variables: { session: Session }
}

type Reason = 'SESSION_MISSING' | 'SESSION_EXPIRED'

const MESSAGES: Record<Reason, string> = {
  SESSION_MISSING: 'Log in, and send the token as Authorization: Bearer <token>.',
  SESSION_EXPIRED: 'The session has ended. Log in again.',
}

/** Reports that a session was refused, and gives the error to throw. `session` is its id. */
export function rejectSession(
  onEvent: EventListener,
  { method, path }: HonoRequest,
  reason: Reason,
  session: string | null,
): ApiError {
  onEvent({ type: 'sessionRejected', method, path, reason, session: session && shorten(session) })
  return new ApiError(401, reason, MESSAGES[reason], { 'WWW-Authenticate': 'Bearer' })
}

/** Lets a request pass with a valid `Authorization: Bearer <token>` only; the session is then in the context. */
export function authenticate(sessions: Sessions, onEvent: EventListener) {
  return createMiddleware<Authenticated>(async (c, next) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    if (token === undefined) throw rejectSession(onEvent, c.req, 'SESSION_MISSING', null)
    const session = SECRET_PATTERN.test(token) ? sessions.find(token) : null
    if (!session) throw rejectSession(onEvent, c.req, 'SESSION_EXPIRED', hashSecret(token))
    c.set('session', session)
    await next()
  })
}
