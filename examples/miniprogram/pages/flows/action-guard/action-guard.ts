import { isAuthError } from 'miniprogram-auth'
import { withLogin } from 'miniprogram-auth/buttons'
import { authBehavior } from 'miniprogram-auth/page'
import { createThirdSession } from '../../../dialects/third-session'
import { friendly } from '../../../errors'
import { type OrdersPage, showOrders } from '../../../show-orders'

const { auth, getOrders } = createThirdSession('action-guard', {
  // Asked before every login, once for all who wait for it.
  async confirmLogin() {
    const { confirm } = await wx.showModal({
      title: '登录后继续',
      content: '用微信账号登录，不需要注册',
      confirmText: '一键登录',
    })
    return confirm
  },
})

Page({
  behaviors: [authBehavior(auth)],

  data: { result: '—', sent: 0, sending: false, favourite: false },

  showOrders: withLogin(
    auth,
    function (this: OrdersPage) {
      return showOrders(this, getOrders)
    },
    { onError },
  ),

  addFavourite: withLogin(
    auth,
    function (this: OrdersPage) {
      this.setData({ favourite: true })
    },
    { onError },
  ),

  logout() {
    void auth.logout()
    this.setData({ result: '—', favourite: false })
  },
})

function onError(this: OrdersPage, error: unknown) {
  this.setData({ result: isAuthError(error, 'USER_DENIED') ? '没有登录，已取消' : friendly(error) })
}
