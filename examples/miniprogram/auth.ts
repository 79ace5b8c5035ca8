import { createAuth } from 'miniprogram-auth'
import { baseURL } from './config'

/** What the backend tells of a user, at the login and at every change of the profile. */
export interface User {
  nickName: string | null
  avatarUrl: string | null
  phoneNumber: string | null
}

export const auth = createAuth<User>({ baseURL, login: '/login', logout: '/logout' })
