// The built bundle, as apps have it.
import { createAuth } from '../../miniprogram_dist/index.js'

const create = (baseURL) => createAuth({ baseURL, login: '/login' })

export const prepare = (token, baseURL) => create(baseURL).setSession({ token })

export function connect(baseURL) {
  const auth = create(baseURL)
  return (url) => auth.request({ url })
}
