import { copyOf, spread } from '../plain-object'
import type { WxRequest } from '../platform/wx-port'
import type { Engine } from '../session/engine'
import type { Session } from '../session/types'
import { checkAttach, type RequestAuth } from './request-options'
import { untrustedOrigin, type TokenAttachment } from './token'
import { resolveURL } from './url'

/** The options of attach(). */
export interface AttachOptions {
  /** Is the session attached, after a login if need be? As for a request. @default createAuth's `auth` */
  auth?: RequestAuth
}

export interface AttachContext<User> {
  baseURL: string
  /** Where the call names none. */
  auth: RequestAuth
  tokenAttachment: TokenAttachment
  engine: Engine<User>
}

/** A copy of another client's request with an absolute URL and the token; logs in first if need be. */
export function createAttach<User>(context: AttachContext<User>) {
  const { baseURL, tokenAttachment, engine } = context

  /** The session that such a request has; null for a guest's. */
  function sessionFor(auth: RequestAuth): Promise<Session<User> | null> {
    if (auth === 'none') return Promise.resolve(null)
    if (auth === 'required') return engine.obtain('auto')
    const { generation } = engine
    // The first read of the storage may bring a session.
    return engine.restored.then(() => {
      if (generation.ended) return null
      if (auth === 'optional') return engine.session
      // Whose session has ended is no guest.
      return engine.usable() ?? (generation.session && engine.obtain('auto'))
    })
  }

  return (request: WxRequest, options: AttachOptions): Promise<WxRequest> => {
    checkAttach(request, options)
    const auth = options.auth ?? context.auth
    const url = resolveURL(baseURL, request.url)
    // First of all: no login for a request that must not have the token.
    if (options.auth !== 'none' && !tokenAttachment.isTrusted(url)) throw untrustedOrigin('attach', url)
    const { generation } = engine
    // Copied now: the app may change its objects while this waits.
    const copy = spread(copyOf(request), { url })
    return sessionFor(auth).then((session) => {
      if (!session) return copy
      // The user may have logged out since the session came.
      if (generation.ended) throw generation.ended
      return tokenAttachment.attachToken(copy, session)
    })
  }
}
