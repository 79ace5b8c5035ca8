import { authBehavior } from 'miniprogram-auth/page'
import { auth, getOrders } from '../../../dialects/one-exchange'
import { showOrders } from '../../../show-orders'

Page({
  behaviors: [authBehavior(auth)],

  data: { result: '还没有请求', sent: 0, sending: false },

  onLoad() {
    auth.ensureLogin().catch((error: unknown) => console.warn('no session yet', error))
  },

  send() {
    void showOrders(this, getOrders)
  },
})
