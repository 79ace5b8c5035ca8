import { isAuthError } from 'miniprogram-auth'
import { getOrders, type Order } from '../../api'
import { friendly } from '../../errors'

const CONCURRENT = 10

Page({
  data: {
    orders: [] as Order[],
    loading: false,
    loggedOut: false,
    message: '',
    burst: '',
  },

  // At every show, because the user may have logged out, or in, on another tab.
  onShow() {
    void this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    void wx.stopPullDownRefresh()
  },

  async load() {
    this.setData({ loading: true })
    try {
      this.setData({ orders: await getOrders(), loggedOut: false, message: '', loading: false })
    } catch (error) {
      this.showFailure(error)
    }
  },

  showFailure(error: unknown) {
    const loggedOut = isAuthError(error, 'LOGGED_OUT')
    this.setData({ orders: [], loggedOut, message: friendly(error), burst: '', loading: false })
  },

  /** Ten at once: if the session has expired, they share one login, and each is sent again. */
  async sendMany() {
    this.setData({ burst: `正在发送 ${CONCURRENT} 个请求…` })
    const outcomes = await Promise.all(
      Array.from({ length: CONCURRENT }, () =>
        getOrders().then(
          () => true,
          () => false,
        ),
      ),
    )
    const succeeded = outcomes.filter(Boolean).length
    this.setData({ burst: `${CONCURRENT} 个请求，${succeeded} 个成功` })
  },

  goToLogin() {
    void wx.switchTab({ url: '/pages/user/user' })
  },
})
