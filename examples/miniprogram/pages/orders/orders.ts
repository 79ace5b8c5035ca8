import { isAuthError } from 'miniprogram-auth'
import { getOrders, type Order } from '../../api'
import { auth } from '../../auth'
import { friendly } from '../../errors'

const CONCURRENT = 10

Page({
  data: {
    orders: [] as Order[],
    loading: false,
    sending: false,
    loggedOut: false,
    message: '',
    burst: '',
  },

  unsubscribe: () => {},

  onLoad() {
    // The next user on this phone sees nothing of this one's.
    this.unsubscribe = auth.on('logout', () => this.setData({ orders: [], message: '', burst: '' }))
  },

  // At every show, because the user may have logged out, or in, on another tab.
  onShow() {
    void this.load()
  },

  onUnload() {
    this.unsubscribe()
  },

  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },

  async load() {
    this.setData({ loading: true, burst: this.data.sending ? this.data.burst : '' })
    try {
      this.setData({ orders: await getOrders(), loggedOut: false, message: '', loading: false })
    } catch (error) {
      this.showFailure(error)
    }
  },

  /** The user asks, so that a cooldown after a failed login does not hold. */
  async retry() {
    this.setData({ loading: true })
    try {
      await auth.login()
      await this.load()
    } catch (error) {
      this.showFailure(error)
    }
  },

  showFailure(error: unknown) {
    const loggedOut = isAuthError(error, 'LOGGED_OUT')
    const message = friendly(error)
    this.setData({ loading: false })
    // A list that is not the newest is worth more than none.
    if (this.data.orders.length > 0 && !loggedOut) void wx.showToast({ title: message, icon: 'none' })
    else this.setData({ orders: [], loggedOut, message })
  },

  /** Ten at once: if the session has expired, they share one login, and each is sent again. */
  async sendMany() {
    this.setData({ sending: true, burst: `正在发送 ${CONCURRENT} 个请求…` })
    const failures: unknown[] = []
    const send = () => getOrders().catch((error: unknown) => failures.push(error))
    await Promise.all(Array.from({ length: CONCURRENT }, send))
    const reason = failures.length > 0 ? `，${failures.length} 个失败：${friendly(failures[0])}` : ''
    const burst = `${CONCURRENT} 个请求，${CONCURRENT - failures.length} 个成功${reason}`
    this.setData({ sending: false, burst })
  },

  goToLogin() {
    void wx.switchTab({ url: '/pages/user/user' })
  },
})
