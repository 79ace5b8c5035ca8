import { isAuthError } from 'miniprogram-auth'
import { authorize, withUserInfo } from 'miniprogram-auth/buttons'
import { auth } from '../../../auth'
import { friendly } from '../../../errors'
import type { ThisPage } from '../../../page'

Page({
  data: { profile: '还没有询问', album: '还没有询问' },

  onUserInfo: withUserInfo(
    auth,
    function (this: ThisPage, { userInfo }) {
      this.setData({ profile: userInfo.nickName })
    },
    {
      onDenied(this: ThisPage) {
        this.setData({ profile: '没有授权，用默认昵称' })
      },
      onError(this: ThisPage, error) {
        this.setData({ profile: friendly(error) })
      },
    },
  ),

  async save() {
    try {
      // Asks once; after a denial, which WeChat remembers for ever, it explains and leads to the settings.
      await authorize(auth, 'scope.writePhotosAlbum', { content: '保存海报需要使用相册' })
      this.setData({ album: '已允许' })
    } catch (error) {
      this.setData({ album: isAuthError(error, 'USER_DENIED') ? '没有权限，未保存' : friendly(error) })
    }
  },
})
