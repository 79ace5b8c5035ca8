import { AuthError, createAuth, type Grant, type WxResponse } from 'miniprogram-auth'
import { ApiError, type Order } from '../api'
import { baseURL } from '../config'

interface User {
  nickName: string | null
}

interface Answer<Data> {
  code: number
  data: Data
  msg: string
}

const SUCCESS = 10000
const SESSION_ENDED = 10003
const BUSY = 10004

/** A backend whose status is always 200 and whose business code tells, with a login in two steps. */
export const auth = createAuth<User>({
  baseURL: `${baseURL}/dialects/business-code`,
  login: async ({ code, getUserInfo, send }) => {
    const { uuid } = read(await send<Answer<{ uuid: string }>>({ url: '/code', data: { code } }))
    const { encryptedData, iv } = await getUserInfo()
    const data = { uuid, encryptedData, iv }
    return read(await send<Answer<Grant<User>>>({ url: '/login', method: 'POST', data }))
  },
  token: { header: 'token' },
  isExpired: ({ data }: WxResponse<Answer<unknown> | null>) => data?.code === SESSION_ENDED,
  storage: { key: 'business-code' },
})

function read<Data>(response: WxResponse<Answer<Data>>): Data {
  const { code, data, msg } = response.data
  if (code === SUCCESS) return data
  // An outage and a refusal: after the first, a login soon is worth it.
  throw new AuthError(code === BUSY ? 'SERVER_UNAVAILABLE' : 'LOGIN_REJECTED', msg, { detail: code })
}

export async function getOrders(): Promise<Order[]> {
  const { data, statusCode } = await auth.request<Answer<{ orders: Order[] }>>({ url: '/orders' })
  if (data.code !== SUCCESS) throw new ApiError(statusCode, String(data.code))
  return data.data.orders
}
