import { authBehavior } from 'miniprogram-auth/page'
import { createThirdSession } from '../../../dialects/third-session'
import { showOrders } from '../../../show-orders'

const { auth, getOrders } = createThirdSession('silent-login')

Page({
  behaviors: [authBehavior(auth)],

  data: { logins: 0, result: '还没有请求', sent: 0, sending: false },

  stop: () => {},

  onLoad() {
    this.stop = auth.on('login', () => this.setData({ logins: this.data.logins + 1 }))
    // An app does this in onLaunch. Nobody has to wait for it: the requests do by themselves.
    auth.ensureLogin().catch((error: unknown) => console.warn('no session yet', error))
  },

  onUnload() {
    this.stop()
  },

  send() {
    void showOrders(this, getOrders)
  },
})
