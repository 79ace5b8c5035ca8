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

/** Whether `error` is what rejectSession gave, and not that of a login code, say. */
export function isSessionRejection({ status, code }: ApiError): boolean {
  return status === 401 && code in MESSAGES
}

/** The session of a token, wherever that was sent. Throws what rejectSession gives. */
export function findSession(
  sessions: Sessions,
  onEvent: EventListener,
  request: HonoRequest,
  token: string | undefined,
): Session {
  if (token === undefined || token === '') throw rejectSession(onEvent, request, 'SESSION_MISSING', null)
  const session = SECRET_PATTERN.test(token) ? sessions.find(token) : null
  if (!session) throw rejectSession(onEvent, request, 'SESSION_EXPIRED', hashSecret(token))
  return session
}

/** Lets a request pass with a valid `Authorization: Bearer <token>` only; the session is then in the context. */
export function authenticate(sessions: Sessions, onEvent: EventListener) {
  return createMiddleware<Authenticated>(async (c, next) => {
    c.set('session', findSession(sessions, onEvent, c.req, bearerOf(c.req)))
    await next()
  })
}

/** The token of `Authorization: Bearer <token>`. */
export function bearerOf(request: HonoRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.header('Authorization') ?? '')?.[1]
}
