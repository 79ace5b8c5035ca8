/* global wx */
import { request, setLoginUrl } from 'wafer2-client-sdk'

// Its name for the stored session, from lib/constants.js.
const KEY = 'weapp_session_F2C224D4-2BCE-4C64-AF9F-A6D872000D1A'

export const prepare = (token) => wx.setStorageSync(KEY, { skey: token })

/** Without the flag it logs in when a request was refused; with `login: true` before every request. */
export function connect(baseURL) {
  setLoginUrl(`${baseURL}/login`)
  return (url) => new Promise((success, fail) => request({ url, success, fail }))
}
