/* global wx */
import { request, setLoginUrl } from 'wafer-client-sdk'

// Its name for the stored session, from lib/constants.js.
const KEY = 'weapp_session_F2C224D4-2BCE-4C64-AF9F-A6D872000D1A'

export const prepare = (token) => wx.setStorageSync(KEY, { id: 'id', skey: token, userInfo: {} })

export function connect(baseURL) {
  setLoginUrl(`${baseURL}/login`)
  return (url) => new Promise((success, fail) => request({ url, login: true, success, fail }))
}
