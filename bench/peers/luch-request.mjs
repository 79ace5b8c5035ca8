import Request from 'luch-request'
import { login, storedToken } from './recipe.mjs'

export { prepare } from './recipe.mjs'

/** With the queue that most articles give: one flag, and a list of those who wait. */
export function connect(baseURL) {
  const http = new Request()
  let isRefreshing = false
  let waiting = []

  http.interceptors.request.use((config) => {
    config.header = { ...config.header, Authorization: storedToken() }
    return config
  })
  http.interceptors.response.use(undefined, async (error) => {
    if (error.statusCode !== 401) throw error
    if (isRefreshing) {
      return new Promise((resolve) => waiting.push(() => resolve(http.request(error.config))))
    }
    isRefreshing = true
    await login(baseURL)
    waiting.forEach((again) => again())
    waiting = []
    isRefreshing = false
    return http.request(error.config)
  })
  return (url) => http.get(url)
}
