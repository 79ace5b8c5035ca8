import type { PhoneNumber, UserInfo } from 'miniprogram-auth/buttons'
import { auth, type User } from './auth'

export interface Product {
  id: string
  title: string
  price: number
}

export interface Order {
  id: string
  title: string
  amount: number
  status: string
}

/** Every HTTP status resolves, as with wx.request, so the answer is looked at here, once for all pages. */
export class ApiError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
  ) {
    super(`the backend answered ${statusCode} ${code}`)
    this.name = 'ApiError'
  }
}

/** The type is what the backend promises for a success; its errors are `{ code, message }`. */
function bodyOf<Body>({ statusCode, data }: { statusCode: number; data: Body }): Body {
  // A gateway on the way may answer with a page, or with nothing.
  const body = typeof data === 'object' ? (data as (Body & { code?: string }) | null) : null
  if (body && statusCode >= 200 && statusCode < 300) return body
  throw new ApiError(statusCode, body?.code ?? '')
}

/** Public: sent without a token, and never a reason to log in. */
export async function getProducts(): Promise<Product[]> {
  return bodyOf(await auth.request<{ products: Product[] }>({ url: '/public', auth: 'none' })).products
}

/** Needs a session: the request waits for a login, and is sent again after one if the session has expired. */
export async function getOrders(): Promise<Order[]> {
  return bodyOf(await auth.request<{ orders: Order[] }>({ url: '/orders' })).orders
}

export async function getUser(): Promise<User> {
  return bodyOf(await auth.request<{ user: User }>({ url: '/me' })).user
}

/** What the user chose and typed. */
export function saveProfile(userInfo: { nickName: string; avatarUrl: string }): Promise<User> {
  return postProfile({ userInfo })
}

type Encrypted = Pick<UserInfo, 'rawData' | 'signature' | 'encryptedData' | 'iv'>

/** What WeChat signed and encrypted with its session_key. */
export function saveEncryptedProfile(info: Encrypted): Promise<User> {
  const { rawData, signature, encryptedData, iv } = info
  return postProfile({ rawData, signature, encryptedData, iv })
}

async function postProfile(data: object): Promise<User> {
  return bodyOf(await auth.request<{ user: User }>({ url: '/me/profile', method: 'POST', data })).user
}

/** By the code, or what older clients give instead. */
export async function savePhone({ code, encryptedData, iv }: PhoneNumber): Promise<User> {
  const data = code ? { code } : { encryptedData, iv }
  return bodyOf(await auth.request<{ user: User }>({ url: '/me/phone', method: 'POST', data })).user
}

/** The file at a temporary path; the user's `avatarUrl` lasts. */
export async function saveAvatar(filePath: string): Promise<User> {
  return bodyOf(await auth.uploadFile<{ user: User }>({ url: '/me/avatar', filePath, name: 'avatar' })).user
}
