import { createAuth, type WxResponse } from 'miniprogram-auth'
import { ApiError } from '../api'
import { baseURL } from '../config'

export interface Profile {
  nickName: string
  avatarUrl: string
}

/** `isLogin` 0: the session has ended; 1: no profile yet; 2: here it is. */
interface Answer {
  isLogin?: 0 | 1 | 2
  session?: string
  userInfo?: Profile
}

/** A backend that logs in silently, and takes the profile later. */
export const auth = createAuth<Profile | null>({
  baseURL: `${baseURL}/dialects/user-info`,
  login: {
    url: '/login',
    parse({ data: { session = '', userInfo } }: WxResponse<Answer>) {
      return { token: session, user: userInfo ?? null }
    },
  },
  token: { data: 'session' },
  isExpired: ({ data }: WxResponse<Answer | null>) => data?.isLogin === 0,
  storage: { key: 'user-info' },
})

/** Afterwards it is the `user` of the session, here and after a restart. */
export async function saveProfile({ nickName, avatarUrl }: Profile): Promise<void> {
  const { data, statusCode } = await auth.request<Answer>({
    url: '/update',
    method: 'POST',
    data: { userInfo: { nickName, avatarUrl } },
  })
  if (!data.userInfo) throw new ApiError(statusCode, '')
  await auth.setUser(data.userInfo)
}
