import { createAuth, isAuthError, type Auth, type AuthOptions, type Middleware } from 'miniprogram-auth'
import { authorize, withLogin, withPhoneNumber, type PhoneNumber } from 'miniprogram-auth/buttons'
import { provideAuth } from 'miniprogram-auth/components/provide'
import { authBehavior, protect } from 'miniprogram-auth/page'
import { cache } from 'miniprogram-auth/plugins/cache'
import { failover } from 'miniprogram-auth/plugins/failover'
import { loading } from 'miniprogram-auth/plugins/loading'
import { logger } from 'miniprogram-auth/plugins/logger'
import { metrics } from 'miniprogram-auth/plugins/metrics'
import { mock } from 'miniprogram-auth/plugins/mock'
import { retry } from 'miniprogram-auth/plugins/retry'
import { connectSocket } from 'miniprogram-auth/plugins/socket'

export interface User {
  nickName: string
}

const version: Middleware = (request, next) => next({ ...request, url: `${request.url}?v=2` })

const options: AuthOptions<User> = {
  baseURL: 'https://api.example.com',
  login: async ({ code, send }) => {
    const { data } = await send({ url: '/login', method: 'POST', data: { code } })
    return data as { token: string; user: User }
  },
  use: [
    version,
    retry(),
    cache(),
    loading({ onChange: () => undefined }),
    logger(),
    metrics(() => undefined),
    failover({ baseURLs: ['https://b.example.com'] }),
    mock({ url: '/orders', reply: { data: { owner: { nickName: '小红' } } } }),
  ],
}

export const auth: Auth<User> = createAuth(options)
provideAuth(auth)

export const socket = connectSocket(auth, { url: 'wss://api.example.com/live' })

export const page = protect(auth, {
  behaviors: [authBehavior(auth)],
  onLoad: () => undefined,
  onTap: withLogin(auth, () => authorize(auth, 'scope.record')),
  onPhoneNumber: withPhoneNumber(auth, (phone: PhoneNumber) => phone.code),
})

export async function nickName(): Promise<string | undefined> {
  try {
    const { data } = await auth.request<{ owner: User }>({ url: '/orders', cache: 1000, auth: 'required' })
    return data.owner.nickName
  } catch (error) {
    if (isAuthError(error, 'LOGGED_OUT')) return error.message
    return auth.session?.user?.nickName
  }
}
