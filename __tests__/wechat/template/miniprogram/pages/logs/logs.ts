import { formatTime } from '../../utils/util'

Component({
  data: { logs: [] as string[] },
  lifetimes: {
    attached() {
      this.setData({
        logs: ((wx.getStorageSync('logs') as number[]) || []).map((log) => formatTime(new Date(log))),
      })
    },
  },
})
