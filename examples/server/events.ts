/**
 * What happens on the server, one event per step. Secrets and identifiers are shortened before they get here,
 * so an event may be logged as it is. `session` is the start of the token's hash, never of the token.
 */
export type ServerEvent =
  | {
      type: 'request'
      method: string
      path: string
      status: number
      tokenInUrl: boolean
      /** In the body: the status is 200. */
      sessionRejected?: true
    }
  | { type: 'portTaken'; port: number; instead: number }
  | { type: 'codeReceived'; code: string }
  | { type: 'exchange'; code: string }
  | { type: 'exchangeRejected'; code: string; error: string }
  | { type: 'accountCreated'; user: string }
  | { type: 'sessionCreated'; session: string; user: string; expiresIn: number }
  | {
      type: 'sessionRejected'
      method: string
      path: string
      session: string | null
      reason: 'SESSION_MISSING' | 'SESSION_EXPIRED'
    }
  | { type: 'sessionEnded'; session: string; user: string }
  | { type: 'sessionsExpired'; count: number }
  | { type: 'sessionKeysRotated'; count: number }
  | { type: 'loginMode'; mode: 'ok' | 'fail' | 'hang' }
  | { type: 'unbound'; user: string; ticket: string }
  | { type: 'bound'; user: string; ticket: string }
  | { type: 'profileUpdated'; user: string }
  | { type: 'phoneUpdated'; user: string }
  | { type: 'avatarUpdated'; user: string; bytes: number }
  | { type: 'sessionKeyStale'; session: string; user: string }
  | { type: 'failure'; error: string; at: string }

export type EventListener = (event: ServerEvent) => void

/** Whether a line of its own has told of this answer before: that of the session or login code that was refused. */
export function isToldBefore(event: ServerEvent): boolean {
  return event.type === 'request' && (event.status === 401 || event.sessionRejected === true)
}

/** One line of plain English for an event. */
export function formatEvent(event: ServerEvent): string {
  switch (event.type) {
    case 'request':
      return `${event.method} ${event.path} → ${event.status}`
    case 'portTaken':
      return `port ${event.port} is taken, using ${event.instead} instead`
    case 'codeReceived':
      return `login code ${event.code} arrived`
    case 'exchange':
      return `login code ${event.code} sent to WeChat`
    case 'exchangeRejected':
      return `login code ${event.code} rejected: ${event.error}`
    case 'accountCreated':
      return `account created for ${event.user}`
    case 'sessionCreated':
      return `session ${event.session} created for ${event.user}, ends in ${event.expiresIn} s`
    case 'sessionRejected':
      return `${event.method} ${event.path} → ${event.reason}, ${
        event.session === null ? 'no session' : `session ${event.session}`
      }`
    case 'sessionEnded':
      return `session ${event.session} of ${event.user} ended by a logout`
    case 'sessionsExpired':
      return `${event.count} ${event.count === 1 ? 'session' : 'sessions'} ended by the switchboard`
    case 'sessionKeysRotated':
      return `${event.count} session_${event.count === 1 ? 'key' : 'keys'} replaced by the switchboard`
    case 'loginMode':
      return `logins: ${event.mode}, by the switchboard`
    case 'unbound':
      return `${event.user} has no account yet, ticket ${event.ticket} handed out`
    case 'bound':
      return `${event.user} bound to an account with ticket ${event.ticket}`
    case 'profileUpdated':
      return `profile of ${event.user} updated`
    case 'phoneUpdated':
      return `phone number of ${event.user} updated`
    case 'avatarUpdated':
      return `avatar of ${event.user} updated, ${event.bytes} bytes`
    case 'sessionKeyStale':
      return `data of ${event.user} does not fit the session_key of session ${event.session}`
    case 'failure':
      return `failure: ${event.error} ${event.at}`
  }
}
