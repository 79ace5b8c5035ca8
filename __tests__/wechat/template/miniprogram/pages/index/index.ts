import { isAuthError } from 'miniprogram-auth'
import { withUserInfo, type UserInfo } from 'miniprogram-auth/buttons'
import type { AuthButtonEvent } from 'miniprogram-auth/components/provide'
import { auth, type User } from '../../auth'

interface Order {
  id: string
}

Page({
  data: {
    orders: [] as Order[],
    problem: '',
    name: '',
  },

  async onShow() {
    try {
      const { data } = await auth.request<{ orders: Order[] }>({ url: '/orders' })
      this.setData({ orders: data.orders, problem: '' })
    } catch (error) {
      this.setData({ problem: isAuthError(error, 'LOGGED_OUT') ? '请先登录' : '暂时无法加载' })
    }
  },

  onLogin({ detail }: AuthButtonEvent<'login', User>) {
    this.setData({ name: detail.user?.name ?? '' })
  },

  onUserInfo: withUserInfo<WechatMiniprogram.Page.TrivialInstance>(
    auth,
    function ({ encryptedData }: UserInfo) {
      this.setData({ name: encryptedData })
    },
  ),

  onLogout() {
    void auth.logout()
  },
})
