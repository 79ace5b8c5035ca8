import { createAuth } from 'miniprogram-auth'
import { ApiError, type Order } from '../api'
import { baseURL } from '../config'

interface User {
  uid: string
  unionid: string | null
}

/** A backend that takes code and profile in one exchange. */
export const auth = createAuth<User>({
  baseURL: `${baseURL}/dialects/one-exchange`,
  login: async ({ code, getUserInfo, send }) => {
    // After wx.login, which may replace the session_key that this is encrypted with.
    const { encryptedData, iv } = await getUserInfo()
    const { data, statusCode } = await send<User & { session_id: string }>({
      url: '/login',
      method: 'POST',
      data: { code, encryptedData, iv },
    })
    if (statusCode !== 200) throw new ApiError(statusCode, '')
    const { session_id, uid, unionid } = data
    return { token: session_id, user: { uid, unionid } }
  },
  token: { header: 'Session-Id' },
  storage: { key: 'one-exchange' },
})

export async function getOrders(): Promise<Order[]> {
  const { data, statusCode } = await auth.request<{ orders: Order[] }>({ url: '/orders' })
  if (statusCode !== 200) throw new ApiError(statusCode, '')
  return data.orders
}
