import { AuthError, createAuth, isAuthError } from 'miniprogram-auth'
import { followAuth, provideAuth } from 'miniprogram-auth/components/provide'
import { cache } from 'miniprogram-auth/plugins/cache'
import { failover } from 'miniprogram-auth/plugins/failover'
import { loading } from 'miniprogram-auth/plugins/loading'
import { logger } from 'miniprogram-auth/plugins/logger'
import { metrics } from 'miniprogram-auth/plugins/metrics'
import { mock } from 'miniprogram-auth/plugins/mock'
import { retry } from 'miniprogram-auth/plugins/retry'
import { connectSocket } from 'miniprogram-auth/plugins/socket'
import { createWorld } from 'miniprogram-auth/testing'

export const auth = createAuth({ baseURL: 'https://api.example.com', login: '/login', use: [retry()] })
