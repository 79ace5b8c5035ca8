import type { AuthButtonEvent, AuthGateEvent } from 'miniprogram-auth/components/provide'
import { saveAvatar, savePhone } from '../../../api'
import { auth, type User } from '../../../auth'
import { friendly, textOf } from '../../../errors'
import { showToast } from '../../../toast'

Page({
  data: { phone: '未绑定', avatarUrl: '', problem: '', saving: false },

  onAvatar({ detail }: AuthButtonEvent<'avatar'>) {
    void this.save(saveAvatar(detail.avatarUrl))
  },

  onPhoneNumber({ detail }: AuthButtonEvent<'phonenumber'>) {
    void this.save(savePhone(detail))
  },

  /** The buttons are busy until the server has answered. */
  async save(saving: Promise<User>) {
    this.setData({ saving: true })
    try {
      this.show(await saving)
      showToast('已保存')
    } catch (error) {
      showToast(friendly(error))
    }
    this.setData({ saving: false })
  },

  onDenied() {
    showToast('没有授权')
  },

  onError({ detail }: AuthButtonEvent<'error'>) {
    showToast(textOf(detail.code))
  },

  /** Who has logged out is not seen by who logs in next. */
  onGateChange({ detail }: AuthGateEvent<'change'>) {
    this.show(detail.view === 'content' ? auth.session?.user : undefined)
  },

  show(user?: User) {
    this.setData({ phone: user?.phoneNumber ?? '未绑定', avatarUrl: user?.avatarUrl ?? '' })
  },

  onGateError({ detail }: AuthGateEvent<'error'>) {
    this.setData({ problem: textOf(detail.code) })
  },

  logout() {
    void auth.logout()
  },
})
