import { AuthError, createAuth, type WxResponse } from 'miniprogram-auth'
import { baseURL } from '../config'

interface User {
  name: string | null
}

/** 1: it is done; 301: no account yet; 0: no, and `msg` says why; -1: the session has ended. */
interface Answer {
  code: 1 | 301 | 0 | -1
  token?: string
  user?: User
  ticket?: string
  msg?: string
}

// Not the payload of `unbound`, which is in the state and in the error: whoever logs that would log the ticket.
let ticket = ''

/** A backend with accounts of its own, to which a WeChat user is bound once. */
export const auth = createAuth<User>({
  baseURL: `${baseURL}/dialects/unbound`,
  login: {
    url: '/login',
    method: 'GET',
    parse({ data: answer }: WxResponse<Answer>) {
      if (answer.code === 1) return { token: answer.token ?? '', user: answer.user }
      if (answer.code !== 301) throw new AuthError('LOGIN_REJECTED', answer.msg ?? '')
      ticket = answer.ticket ?? ''
      return { unbound: true }
    },
  },
  token: { query: 'token' },
  isExpired: ({ data }: WxResponse<Answer | null>) => data?.code === -1,
  storage: { key: 'unbound' },
})

/** '' when it is done, else what to tell the user. */
export async function bind(name: string): Promise<string> {
  const { data } = await auth.request<Answer>({
    url: '/bind',
    method: 'POST',
    data: { ticket, name },
    auth: 'none',
  })
  if (data.code !== 1) return data.msg ?? '绑定失败，请重试'
  await auth.setSession({ token: data.token ?? '', user: data.user })
  return ''
}

/** Takes the WeChat user off his account, which ends the session, too. */
export async function unbind(): Promise<void> {
  await auth.request({ url: '/unbind', method: 'POST' })
  await auth.logout()
}
