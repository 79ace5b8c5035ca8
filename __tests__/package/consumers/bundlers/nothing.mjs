import { createAuth } from 'miniprogram-auth'
import { cache } from 'miniprogram-auth/plugins/cache'
import { connectSocket } from 'miniprogram-auth/plugins/socket'
import { createWorld } from 'miniprogram-auth/testing'

export const answer = 42
