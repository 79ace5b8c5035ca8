import type { WeChatServer } from '../wechat'
import type { Handler } from './message'
import type { Server } from './server'
import type { Sessions } from './sessions'

type Endpoint = 'login' | 'refresh' | 'logout'

/** What the backend answers by itself. */
export function endpoints(
  server: Server,
  sessions: Sessions,
  wechat: WeChatServer,
  keepSessionKey: (sessionKey: number) => void,
): Record<Endpoint, Handler> {
  function grant(openid: string): object {
    const { expiresIn, refreshTokens, user } = server
    return {
      token: server.issue(openid),
      ...(expiresIn === undefined ? {} : { expiresIn }),
      ...(refreshTokens ? { refreshToken: sessions.issueRefresh(openid) } : {}),
      user,
    }
  }
  return {
    login({ data }) {
      const { code } = (data ?? {}) as { code?: unknown }
      const redeemed = wechat.redeem(code)
      if ('problem' in redeemed) return { statusCode: 401, data: { code: redeemed.problem } }
      keepSessionKey(redeemed.sessionKey)
      if (server.oneTokenPerUser) sessions.revokeAllOf(redeemed.openid)
      return { data: grant(redeemed.openid) }
    },
    refresh({ data }) {
      const { refreshToken } = (data ?? {}) as { refreshToken?: unknown }
      const openid = sessions.redeemRefresh(refreshToken)
      if (openid === null) return { statusCode: 401, data: { code: 'REFRESH_TOKEN_INVALID' } }
      if (server.oneTokenPerUser) sessions.revokeAllOf(openid)
      return { data: grant(openid) }
    },
    logout({ token }) {
      if (token !== null) sessions.revoke(token)
      return { statusCode: 204 }
    },
  }
}
