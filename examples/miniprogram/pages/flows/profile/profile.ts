import { withUserInfo } from 'miniprogram-auth/buttons'
import { authBehavior } from 'miniprogram-auth/page'
import { auth, saveProfile } from '../../../dialects/user-info'
import { friendly } from '../../../errors'
import { showToast } from '../../../toast'

Page({
  // The template shows what is in `auth.user`: nobody yet, or the user's card.
  behaviors: [authBehavior(auth)],

  onLoad() {
    auth.ensureLogin().catch((error: unknown) => showToast(friendly(error)))
  },

  // Logged in, with data that the server can read, and no second time while the first is at work.
  onUserInfo: withUserInfo(
    auth,
    async function ({ userInfo }) {
      try {
        await saveProfile(userInfo)
        showToast('已保存')
      } catch (error) {
        showToast(friendly(error))
      }
    },
    {
      onDenied: () => showToast('没有授权，资料未保存'),
      onError: (error) => showToast(friendly(error)),
    },
  ),
})
