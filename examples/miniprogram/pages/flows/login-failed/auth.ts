import { createAuth } from 'miniprogram-auth'
import { baseURL } from '../../../config'

/** Without storage, so that there is no session that would save the login. */
export const auth = createAuth({ baseURL, login: '/login', storage: false, loginTimeout: 3000 })
