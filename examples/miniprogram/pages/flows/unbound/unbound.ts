import { authBehavior } from 'miniprogram-auth/page'
import { auth, unbind } from '../../../dialects/unbound'
import { friendly } from '../../../errors'
import { showToast } from '../../../toast'

Page({
  behaviors: [authBehavior(auth)],

  data: { busy: false },

  stop: () => {},

  onLoad() {
    this.stop = auth.subscribe(({ status }) => {
      if (status === 'unbound') this.goToBind()
    })
    if (auth.state.status !== 'loggedOut') this.login()
  },

  onUnload() {
    this.stop()
  },

  login() {
    // Without an account the state is `unbound`, which leads to the binding.
    void this.run(auth.login())
  },

  unbind() {
    void this.run(unbind())
  },

  async run(work: Promise<unknown>) {
    this.setData({ busy: true })
    try {
      await work
    } catch (error) {
      if (auth.state.status !== 'unbound') showToast(friendly(error))
    }
    this.setData({ busy: false })
  },

  goToBind() {
    void wx.navigateTo({ url: '/pages/flows/bind/bind' })
  },
})
