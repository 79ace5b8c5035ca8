import { createAuth } from 'miniprogram-auth'
import { baseURL } from '../../../config'

/** For backends that keep the session_key and nothing else: without a good key, the session is of no use. */
export const auth = createAuth({
  baseURL,
  login: '/login',
  sessionKey: 'onLaunch',
  storage: { key: 'session-key-life' },
})
