import { spread } from '../plain-object'
import type { WxRequest } from '../platform/wx-port'
import type { Engine } from '../session/engine'
import { checkAttach } from './request-options'
import { untrustedOrigin, type TokenAttachment } from './token'
import { copyOf } from './snapshot'
import { resolveURL } from './url'

export interface AttachContext<User> {
  baseURL: string
  tokenAttachment: TokenAttachment
  engine: Engine<User>
}

/** A copy of a request of another client's, with its whole URL and the session; after a login if need be. */
export function createAttach<User>({ baseURL, tokenAttachment, engine }: AttachContext<User>) {
  return (request: WxRequest): Promise<WxRequest> => {
    checkAttach(request)
    const url = resolveURL(baseURL, request.url)
    // Before a login, and not after one that was for nothing.
    if (!tokenAttachment.isTrusted(url)) throw untrustedOrigin('attach', url)
    const { generation } = engine
    // As it is now: the app may go on with its objects.
    const copy = spread(copyOf(request), { url })
    return engine.obtain('auto').then((session) => {
      // A logout may have come between the session and this line.
      if (generation.ended) throw generation.ended
      return tokenAttachment.attachToken(copy, session)
    })
  }
}
