import { createAuth, type Session } from 'miniprogram-auth'
import { createWorld, type World } from 'miniprogram-auth/testing'
import type { User } from './auth'

export const world: World = createWorld()

export const session: Promise<Session<User>> = world.until(
  createAuth<User>(
    { baseURL: 'https://api.example.com', login: '/login', wx: world.wx },
    world.surroundings,
  ).ensureLogin(),
)
