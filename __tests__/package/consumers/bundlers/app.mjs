import { createAuth } from 'miniprogram-auth'
import { retry } from 'miniprogram-auth/plugins/retry'

export const auth = createAuth({ baseURL: 'https://api.example.com', login: '/login', use: [retry()] })
