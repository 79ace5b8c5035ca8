import { isAuthError, type Session } from 'miniprogram-auth'
import { getUser, saveEncryptedProfile, savePhone, saveProfile } from '../../api'
import { auth, type User } from '../../auth'
import { friendly, isRefusal, isStaleKey } from '../../errors'

Page({
  data: {
    loggedIn: false,
    busy: false,
    user: null as User | null,
    message: '',
  },

  unsubscribe: () => {},
  /** The session whose user is shown: each new one brings its own. */
  shown: null as Session<User> | null,

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
    const { state, session } = auth
    const busy = state.status === 'loggingIn'
    const replaced = busy && (state.reason === 'expired' || state.reason === 'renewal')
    // Between the end of a session and the login that replaces it, its user is kept; a logout keeps nobody.
    const keep = busy || state.status === 'anonymous'
    let user = session || keep ? this.data.user : null
    if (session && session !== this.shown) user = session.user ?? null
    if (session || !keep) this.shown = session
    this.setData({
      loggedIn: session !== null || replaced,
      busy,
      user,
      message: state.status === 'failed' ? friendly(state.error) : '',
    })
  },

  async refreshUser() {
    try {
      this.setData({ user: await getUser() })
    } catch (error) {
      if (!isAuthError(error, 'LOGGED_OUT')) this.showToast(friendly(error))
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

  /** On a phone this is a temporary file: a real app uploads it to its own storage, and saves that address. */
  async onChooseAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    await this.update(saveProfile({ nickName: this.data.user?.nickName ?? '', avatarUrl: detail.avatarUrl }))
  },

  async onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    await this.update(saveProfile({ nickName: detail.value, avatarUrl: this.data.user?.avatarUrl ?? '' }))
  },

  async onUserInfo({ detail }: WechatMiniprogram.ButtonGetUserInfo) {
    if (detail.errMsg.endsWith(':ok')) await this.update(saveEncryptedProfile(detail))
    else this.showToast(isRefusal(detail) ? '你拒绝了授权，资料没有更新' : friendly(detail))
  },

  async onPhoneNumber({ detail }: WechatMiniprogram.ButtonGetPhoneNumber) {
    if (detail.errMsg.endsWith(':ok')) await this.update(savePhone(detail.code))
    else this.showToast(isRefusal(detail) ? '你拒绝了授权，手机号没有绑定' : friendly(detail))
  },

  async update(saving: Promise<User>) {
    try {
      this.setData({ user: await saving })
      this.showToast('已更新')
    } catch (error) {
      if (isStaleKey(error)) await this.replaceKey()
      else this.showToast(friendly(error))
    }
  },

  /** Only a new login gives the backend the present session_key; the data is encrypted anew by the next tap. */
  async replaceKey() {
    try {
      await auth.login({ force: true })
      this.showToast('授权信息已过期，请再点一次')
    } catch (error) {
      this.showToast(friendly(error))
    }
  },

  showToast(title: string) {
    void wx.showToast({ title, icon: 'none' })
  },
})
