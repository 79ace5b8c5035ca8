import { createAuth } from 'miniprogram-auth'
import { retry } from 'miniprogram-auth/plugins/retry'

export interface User {
  name: string
}

export const auth = createAuth<User>({ baseURL: 'https://api.example.com', login: '/login', use: [retry()] })
