import { causedBy, isAuthError } from '../auth-error'
import type { Platform } from '../platform/platform'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Session } from '../session/types'
import { refused } from './exchange'
import { forWx } from './request-options'
import type { TokenAttachment } from './token'
import { resolveURL } from './url'

/** What a logout function is given. */
export interface LogoutContext<User = unknown> {
  /** The session that has just ended on this device. */
  session: Session<User>
  /** Sends one request with that session's token, its URL relative to `baseURL`. Any status resolves. */
  send: (request: WxRequest) => Promise<WxResponse>
}

/** The `logout` option: a path that is POSTed to, or a function. */
export type Logout<User = unknown> = string | ((context: LogoutContext<User>) => Promise<unknown>)

export interface RemoteLogoutContext {
  platform: Pick<Platform, 'transport'>
  baseURL: string
  tokenAttachment: TokenAttachment
}

/** Tells the server, as best it can, after the local logout. Rejects with an AuthError. */
export function createRemoteLogout<User>(logout: Logout<User>, context: RemoteLogoutContext) {
  const { platform, baseURL, tokenAttachment } = context
  const tell = typeof logout === 'function' ? logout : viaPath(logout, baseURL)

  return (session: Session<User>) =>
    Promise.resolve({
      session,
      send(request: WxRequest) {
        const sent = forWx(request)
        sent.url = resolveURL(baseURL, request.url)
        return platform.transport(tokenAttachment.attachToken(sent, session))
      },
    })
      .then(tell)
      .catch((error: unknown) => {
        if (isAuthError(error)) throw error
        throw causedBy(error, 'SERVER_UNAVAILABLE', '`logout` failed')
      })
}

function viaPath<User>(path: string, baseURL: string) {
  return ({ send }: LogoutContext<User>) =>
    send({ url: path, method: 'POST' }).then((response) => {
      const { statusCode } = response
      // 401: the session has ended there already.
      if (statusCode < 400 || statusCode === 401) return
      throw refused('SERVER_UNAVAILABLE', 'logout', resolveURL(baseURL, path), response)
    })
}
