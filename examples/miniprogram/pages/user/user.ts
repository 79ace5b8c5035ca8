import { isAuthError, type Session } from 'miniprogram-auth'
import { getUser, saveAvatar, saveEncryptedProfile, savePhone, saveProfile } from '../../api'
import { auth, type User } from '../../auth'
import { friendly } from '../../errors'
import type { ThisPage } from '../../page'
import { showToast } from '../../toast'

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
      if (!isAuthError(error, 'LOGGED_OUT')) showToast(friendly(error))
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

  onAvatar: auth.withAvatar(async function (this: ThisPage, { avatarUrl }) {
    await update(this, saveAvatar(avatarUrl))
  }, unless('没有选择头像')),

  async onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const avatarUrl = this.data.user?.avatarUrl ?? ''
    await update(this, saveProfile({ nickName: detail.value, avatarUrl }))
  },

  onUserInfo: auth.withUserInfo(async function (this: ThisPage, info) {
    await update(this, saveEncryptedProfile(info))
  }, unless('你拒绝了授权，资料没有更新')),

  onPhoneNumber: auth.withPhoneNumber(async function (this: ThisPage, data) {
    await update(this, savePhone(data))
  }, unless('你拒绝了授权，手机号没有绑定')),
})

async function update(page: ThisPage, saving: Promise<User>) {
  try {
    page.setData({ user: await saving })
    showToast('已更新')
  } catch (error) {
    showToast(friendly(error))
  }
}

/** What is said if the user gives nothing, or nothing that is of use. */
function unless(denied: string) {
  return {
    onDenied: () => showToast(denied),
    onError: (error: unknown) => showToast(friendly(error)),
  }
}
