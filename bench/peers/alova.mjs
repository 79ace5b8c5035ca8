/* global wx */
import { createAlova } from 'alova'
import { createServerTokenAuthentication } from 'alova/client'
import { login, storedToken } from './recipe.mjs'

export { prepare } from './recipe.mjs'

export function connect(baseURL) {
  const { onAuthRequired, onResponseRefreshToken } = createServerTokenAuthentication({
    assignToken({ config }) {
      config.headers.Authorization = storedToken()
    },
    refreshTokenOnSuccess: {
      isExpired: ({ statusCode }) => statusCode === 401,
      handler: () => login(baseURL),
    },
  })
  const alova = createAlova({
    cacheFor: null,
    shareRequest: false,
    beforeRequest: onAuthRequired(),
    responded: onResponseRefreshToken({
      onSuccess: (response) => response,
      onError(error) {
        throw error
      },
    }),
    requestAdapter: send,
  })
  return (url) => alova.Get(url).send()
}

function send({ url, type, data, headers }) {
  let task
  const response = new Promise((resolve, reject) => {
    task = wx.request({
      url,
      method: type,
      data,
      header: headers,
      success: resolve,
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
  })
  return {
    response: () => response,
    headers: () => response.then(({ header }) => header),
    abort: () => task.abort(),
  }
}
