import Fly from 'flyio/dist/npm/wx'
import { login, storedToken } from './recipe.mjs'

export { prepare } from './recipe.mjs'

/** With the lock of its documentation. */
export function connect(baseURL) {
  const fly = new Fly()
  fly.interceptors.request.use((request) => {
    request.headers.Authorization = storedToken()
    return request
  })
  fly.interceptors.response.use(undefined, (error) => {
    if (error.status !== 401) return Promise.reject(error)
    fly.lock()
    return login(baseURL)
      .finally(() => fly.unlock())
      .then(() => fly.request(error.request))
  })
  return (url) => fly.get(url)
}
