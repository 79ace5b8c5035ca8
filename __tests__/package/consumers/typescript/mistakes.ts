import { createAuth } from 'miniprogram-auth'
import { cache } from 'miniprogram-auth/plugins/cache'
import { createWorld } from 'miniprogram-auth/testing'
import { auth } from './auth'

// @ts-expect-error -- without a login
createAuth({ baseURL: 'https://api.example.com' })
// @ts-expect-error -- misspelt
createAuth({ baseURL: 'https://api.example.com', login: '/login', loginTimout: 1 })
// @ts-expect-error -- a method that the platform does not have
void auth.request({ url: '/orders', method: 'PATCH' })
// @ts-expect-error -- not a number of ms
void auth.request({ url: '/orders', cache: 'long' })
// @ts-expect-error -- unknown to the plugin
cache({ tll: 1 })
// @ts-expect-error -- a user has a nickName
export const name: string | undefined = auth.session?.user?.name
// @ts-expect-error -- not a function of wx that a script knows
createWorld().script('logn', {})
