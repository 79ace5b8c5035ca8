import { failure, success } from '../ending'
import { asyncCall } from './call'
import type { Context } from './context'

/** wx.login and what hangs on it. */
export function accountFunctions(context: Context) {
  const { wechat } = context
  return {
    // CacheManager's code is one of another day.
    login: asyncCall(context, 'login', (_, cached) =>
      success({ code: cached ? 'code-of-another-day' : wechat.createCode() }),
    ),
    checkSession: asyncCall(context, 'checkSession', (_, cached) =>
      cached || wechat.isSessionKeyGood ? success() : failure('-13001, session time out'),
    ),
    getUserInfo: asyncCall(
      context,
      'getUserInfo',
      ({ withCredentials = true }: { withCredentials?: boolean }) => {
        // Since 2021 everybody is anonymous here; the encrypted data still tells who it is.
        const userInfo = {
          nickName: '微信用户',
          avatarUrl: 'https://thirdwx.qlogo.cn/mmopen/vi_32/anonymous/132',
        }
        const shown = { userInfo, rawData: JSON.stringify(userInfo) }
        if (!withCredentials) return success(shown)
        return success({
          ...shown,
          signature: 'signature',
          ...wechat.encrypt({ ...userInfo, openId: wechat.openid }),
        })
      },
    ),
  }
}
