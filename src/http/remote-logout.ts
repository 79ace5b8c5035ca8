import { AuthError, isAuthError } from '../auth-error'
import type { Transport } from '../platform/transport'
import type { WxRequest, WxResponse } from '../platform/wx-port'
import type { Session } from '../session/types'
import type { Signer } from './sign'
import { resolveURL } from './url'

export interface LogoutContext<User = unknown> {
  /** The session that has just ended on this device. */
  session: Session<User>
  /** One request with that session's token, its URL relative to `baseURL`. Any status resolves. */
  send: (request: WxRequest) => Promise<WxResponse>
}

/** A path, which is POSTed to, or a function of the app's own. */
export type Logout<User = unknown> = string | ((context: LogoutContext<User>) => Promise<void>)

export interface RemoteLogoutContext {
  transport: Transport
  baseURL: string
  signer: Signer
}

/** Tells the server, as far as it can be told: the local logout is done by then, and holds. Rejects with AuthErrors. */
export function createRemoteLogout<User>(logout: Logout<User>, context: RemoteLogoutContext) {
  const { transport, baseURL, signer } = context
  const tell = typeof logout === 'function' ? logout : viaPath(logout)

  return async (session: Session<User>): Promise<void> => {
    const send = async (request: WxRequest) =>
      transport(signer.sign({ ...request, url: resolveURL(baseURL, request.url) }, session))
    try {
      await tell({ session, send })
    } catch (error) {
      throw isAuthError(error)
        ? error
        : new AuthError('SERVER_UNAVAILABLE', '`logout` failed; see `cause`.', { cause: error })
    }
  }
}

function viaPath<User>(url: string) {
  return async ({ send }: LogoutContext<User>) => {
    const { statusCode } = await send({ url, method: 'POST' })
    if (statusCode >= 500) {
      throw new AuthError('SERVER_UNAVAILABLE', `The logout endpoint answered ${statusCode}.`, {
        detail: { statusCode },
      })
    }
  }
}
