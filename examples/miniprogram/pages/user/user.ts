import { getUser, savePhone, saveProfile } from '../../api'
import { auth, type User } from '../../auth'
import { friendly } from '../../errors'

Page({
  data: {
    loggedIn: false,
    busy: false,
    user: null as User | null,
    message: '',
  },

  unsubscribe: () => {},

  onLoad() {
    this.unsubscribe = auth.subscribe(() => this.showState())
    this.showState()
  },

  onShow() {
    if (auth.session) void this.refreshUser()
  },

  onUnload() {
    this.unsubscribe()
  },

  showState() {
    const { state } = auth
    // While an expired session is replaced, its user stays on the screen.
    const session = state.status === 'loggingIn' ? state.session : auth.session
    this.setData({
      loggedIn: session !== null,
      busy: state.status === 'loggingIn',
      user: session ? (this.data.user ?? session.user ?? null) : null,
      message: state.status === 'failed' ? friendly(state.error) : '',
    })
  },

  async refreshUser() {
    try {
      this.setData({ user: await getUser() })
    } catch (error) {
      this.showToast(friendly(error))
    }
  },

  /** What went wrong is in `auth.state` by then, and shown from there. */
  login() {
    auth.login().then(
      () => this.refreshUser(),
      (error: unknown) => console.warn('login failed', error),
    )
  },

  async logout() {
    const { confirm } = await wx.showModal({ title: '退出登录', content: '退出后需要重新登录才能查看订单' })
    if (confirm) await auth.logout()
  },

  async onUserInfo({ detail }: WechatMiniprogram.ButtonGetUserInfo) {
    if (detail.errMsg.endsWith(':ok')) await this.update(saveProfile(detail))
    else this.showToast('你拒绝了授权，资料没有更新')
  },

  async onPhoneNumber({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
    if (detail.errMsg.endsWith(':ok')) await this.update(savePhone(detail.code))
    else this.showToast('你拒绝了授权，手机号没有绑定')
  },

  async update(saving: Promise<User>) {
    try {
      this.setData({ user: await saving })
      this.showToast('已更新')
    } catch (error) {
      this.showToast(friendly(error))
    }
  },

  showToast(title: string) {
    void wx.showToast({ title, icon: 'none' })
  },
})
