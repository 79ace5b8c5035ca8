import { bind } from '../../../dialects/unbound'
import { friendly } from '../../../errors'

Page({
  data: { name: '', problem: '', busy: false },

  onName({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ name: detail.value })
  },

  async bind() {
    this.setData({ busy: true })
    const problem = await bind(this.data.name).catch(friendly)
    this.setData({ problem, busy: false })
    if (problem === '') void wx.navigateBack()
  },
})
