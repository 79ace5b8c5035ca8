/* global wx */
import axios, { AxiosError } from 'axios'
import { createAuthRefresh } from 'axios-auth-refresh'
import { login, storedToken } from './recipe.mjs'

export { prepare } from './recipe.mjs'

export function connect(baseURL) {
  const client = axios.create({ adapter: send })
  client.interceptors.request.use((config) => {
    config.headers.Authorization = storedToken()
    return config
  })
  createAuthRefresh(client, () => login(baseURL))
  return (url) => client.get(url)
}

function send(config) {
  const { url, method, data, headers, validateStatus } = config
  return new Promise((resolve, reject) => {
    wx.request({
      url,
      method: method.toUpperCase(),
      data,
      header: headers.toJSON(),
      success({ statusCode, data: body, header }) {
        const response = { status: statusCode, statusText: '', data: body, headers: header, config }
        if (validateStatus(statusCode)) resolve(response)
        else reject(new AxiosError(`HTTP ${statusCode}`, 'ERR_BAD_REQUEST', config, null, response))
      },
      fail: ({ errMsg }) => reject(new AxiosError(errMsg, 'ERR_NETWORK', config)),
    })
  })
}
