import { isAuthError } from 'miniprogram-auth'
import { withAvatar, withPhoneNumber, withUserInfo } from 'miniprogram-auth/buttons'
import { getUser, saveAvatar, saveEncryptedProfile, savePhone, saveProfile } from '../../api'
import { auth, type User } from '../../auth'
import { friendly } from '../../errors'
import { showToast } from '../../toast'

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
    const { state, session } = auth
    const busy = state.status === 'loggingIn'
    const replaced = busy && (state.reason === 'expired' || state.reason === 'renewal')
    // Between the end of a session and the login that replaces it, its user is kept; a logout keeps nobody.
    const keep = busy || state.status === 'anonymous'
    const former = keep ? this.data.user : null
    this.setData({
      loggedIn: session !== null || replaced,
      busy,
      user: session?.user ?? former,
      message: state.status === 'failed' ? friendly(state.error) : '',
    })
  },

  async refreshUser() {
    try {
      await auth.setUser(await getUser())
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

  onAvatar: withAvatar(
    auth,
    async ({ avatarUrl }) => {
      await update(saveAvatar(avatarUrl))
    },
    unless('没有选择头像'),
  ),

  async onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const avatarUrl = this.data.user?.avatarUrl ?? ''
    await update(saveProfile({ nickName: detail.value, avatarUrl }))
  },

  onUserInfo: withUserInfo(
    auth,
    async (info) => {
      await update(saveEncryptedProfile(info))
    },
    unless('没有授权，资料未更新'),
  ),

  onPhoneNumber: withPhoneNumber(
    auth,
    async (data) => {
      await update(savePhone(data))
    },
    unless('没有授权，手机号未绑定'),
  ),
})

/** What the server answers is the user from then on, on every page and after a restart. */
async function update(saving: Promise<User>) {
  try {
    await auth.setUser(await saving)
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
