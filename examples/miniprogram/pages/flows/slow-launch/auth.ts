import { createAuth } from 'miniprogram-auth'
import { baseURL } from '../../../config'

/** Without storage: after each restart there is a login to wait for. */
export const auth = createAuth({ baseURL, login: '/login', storage: false })
