import { copyOf, spread } from '../plain-object'
import type { WxRequest } from '../platform/wx-port'
import type { Engine } from '../session/engine'
import { checkAttach } from './request-options'
import { untrustedOrigin, type TokenAttachment } from './token'
import { resolveURL } from './url'

export interface AttachContext<User> {
  baseURL: string
  tokenAttachment: TokenAttachment
  engine: Engine<User>
}

/** A copy of another client's request with an absolute URL and the token; logs in first if need be. */
export function createAttach<User>({ baseURL, tokenAttachment, engine }: AttachContext<User>) {
  return (request: WxRequest): Promise<WxRequest> => {
    checkAttach(request)
    const url = resolveURL(baseURL, request.url)
    // First of all: no login for a request that must not have the token.
    if (!tokenAttachment.isTrusted(url)) throw untrustedOrigin('attach', url)
    const { generation } = engine
    // Copied now: the app may change its objects while this waits.
    const copy = spread(copyOf(request), { url })
    return engine.obtain('auto').then((session) => {
      // The user may have logged out since the session came.
      if (generation.ended) throw generation.ended
      return tokenAttachment.attachToken(copy, session)
    })
  }
}
