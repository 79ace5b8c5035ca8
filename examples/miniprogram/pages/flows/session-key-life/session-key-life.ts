import { authBehavior } from 'miniprogram-auth/page'
import { friendly } from '../../../errors'
import { auth } from './auth'

let logins = 0
auth.on('login', () => logins++)

Page({
  behaviors: [authBehavior(auth)],

  data: { logins: 0, result: '正在检查…' },

  async onLoad() {
    try {
      // A stored session, if wx.checkSession says that its key is good; else a login.
      await auth.ensureLogin()
      this.setData({ logins, result: logins > 0 ? '重新登录' : '沿用已存的登录态' })
    } catch (error) {
      this.setData({ result: friendly(error) })
    }
  },
})
