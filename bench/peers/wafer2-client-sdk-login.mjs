import { request, setLoginUrl } from 'wafer2-client-sdk'

export { prepare } from './wafer2-client-sdk.mjs'

export function connect(baseURL) {
  setLoginUrl(`${baseURL}/login`)
  return (url) => new Promise((success, fail) => request({ url, login: true, success, fail }))
}
