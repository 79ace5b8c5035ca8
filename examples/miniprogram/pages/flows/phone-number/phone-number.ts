import type { AuthError } from 'miniprogram-auth'
import { withPhoneNumber, withUserInfo } from 'miniprogram-auth/buttons'
import { saveEncryptedProfile, savePhone } from '../../../api'
import { auth } from '../../../auth'
import { friendly } from '../../../errors'
import type { ThisPage } from '../../../page'

/** How often a handler has been called since the page was opened. */
const counted = (page: ThisPage) => page.setData({ handedOver: Number(page.data.handedOver) + 1 })

Page({
  data: { phone: '未获取', profile: '未提交', handedOver: 0 },

  onLoad() {
    // Before the tap: no login comes between the tap and the server.
    auth.ensureLogin().catch((error: unknown) => console.warn('no session yet', error))
  },

  onPhoneNumber: withPhoneNumber(
    auth,
    async function (this: ThisPage, data) {
      counted(this)
      const phone = await savePhone(data).then(({ phoneNumber }) => phoneNumber, friendly)
      this.setData({ phone })
    },
    {
      onDenied(this: ThisPage) {
        this.setData({ phone: '没有授权' })
      },
      onError(this: ThisPage, error: AuthError) {
        this.setData({ phone: friendly(error) })
      },
    },
  ),

  onUserInfo: withUserInfo(
    auth,
    async function (this: ThisPage, info) {
      counted(this)
      const profile = await saveEncryptedProfile(info).then(() => '服务器已解密', friendly)
      this.setData({ profile })
    },
    {
      onDenied(this: ThisPage) {
        this.setData({ profile: '没有授权' })
      },
      onError(this: ThisPage, error: AuthError) {
        this.setData({ profile: friendly(error) })
      },
    },
  ),
})
