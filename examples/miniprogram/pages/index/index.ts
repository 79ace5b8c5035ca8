import { getProducts, type Product } from '../../api'
import { auth } from '../../auth'
import { friendly } from '../../errors'

Page({
  data: {
    products: [] as Product[],
    message: '',
    loggedIn: false,
    hint: '',
  },

  unsubscribe: () => {},

  onLoad() {
    this.unsubscribe = auth.subscribe(() => this.showState())
    this.showState()
    void this.load()
  },

  onUnload() {
    this.unsubscribe()
  },

  showState() {
    const { status } = auth.state
    const loggedIn = auth.session !== null
    this.setData({
      loggedIn,
      hint: status === 'loggingIn' && !loggedIn ? '正在登录…' : loggedIn ? '已登录' : '未登录',
    })
  },

  async load() {
    try {
      this.setData({ products: await getProducts(), message: '' })
    } catch (error) {
      this.setData({ message: friendly(error) })
    }
  },
})
