/* global wx */
// What an app writes itself where a library has no login of its own.

export const storedToken = () => wx.getStorageSync('token')
export const prepare = (token) => wx.setStorageSync('token', token)

/** wx.login, the exchange of the code, the token stored. */
export async function login(baseURL) {
  const { code } = await new Promise((success, fail) => wx.login({ success, fail }))
  const { statusCode, data } = await new Promise((success, fail) =>
    wx.request({ url: `${baseURL}/login`, method: 'POST', data: { code }, success, fail }),
  )
  if (statusCode !== 200) throw new Error(`login: HTTP ${statusCode}`)
  wx.setStorageSync('token', data.token)
}
