import axios from 'axios-miniprogram'
import { login, storedToken } from './recipe.mjs'

export { prepare } from './recipe.mjs'

/** With a login for each refused request, and one more try. */
export function connect(baseURL) {
  const client = axios.create({})
  client.interceptors.request.use((config) => {
    config.headers = { ...config.headers, Authorization: storedToken() }
    return config
  })
  client.interceptors.response.use(undefined, async (error) => {
    if (error.response?.status !== 401 || error.config.isSecond) throw error
    await login(baseURL)
    return client.request({ ...error.config, isSecond: true })
  })
  return (url) => client.get(url)
}
