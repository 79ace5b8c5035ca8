import { createAuth, type AuthOptions, type WxResponse } from 'miniprogram-auth'
import { ApiError, type Order } from '../api'
import { baseURL } from '../config'

/** The status is always 200: a `code` in the body says that something is wrong. */
interface Answer {
  code?: number
  third_Session?: string
  orders?: Order[]
}

const SESSION_UNKNOWN = -1

/** A backend that takes the session as a parameter of each request. `key`: another key is another session. */
export function createThirdSession(key: string, more: Pick<AuthOptions, 'confirmLogin'> = {}) {
  const auth = createAuth({
    baseURL: `${baseURL}/dialects/third-session`,
    login: {
      url: '/login',
      parse: ({ data }: WxResponse<Answer>) => ({ token: data.third_Session ?? '' }),
    },
    token: { data: 'third_Session' },
    isExpired: ({ data }: WxResponse<Answer | null>) => data?.code === SESSION_UNKNOWN,
    storage: { key },
    ...more,
  })

  async function getOrders(): Promise<Order[]> {
    const { data, statusCode } = await auth.request<Answer>({
      url: '/orders',
      method: 'POST',
      data: { page: 1 },
    })
    if (!data.orders) throw new ApiError(statusCode, String(data.code))
    return data.orders
  }

  return { auth, getOrders }
}
