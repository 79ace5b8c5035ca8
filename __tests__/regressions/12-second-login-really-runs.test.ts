import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/world'

const failures: Record<string, (world: World) => void> = {
  'wx.login fails': (world) => (world.answers.login = 'fail'),
  'wx.login is silent': (world) => (world.answers.login = 'silent'),
  'the exchange is refused': (world) => (world.exchange = () => ({ statusCode: 401 })),
  'the exchange is silent': (world) => (world.exchange = () => 'silent'),
}

describe('the first login fails, the second really runs (gemini-cli#29052)', () => {
  test.each(Object.keys(failures))('%s', async (failure) => {
    const world = createWorld()
    const { exchange } = world
    const auth = world.auth()
    failures[failure]?.(world)
    expect(await world.clock.until(outcomes([auth.ensureLogin()]))).toMatchObject([{ name: 'AuthError' }])
    world.answers.login = 'success'
    world.exchange = exchange
    await world.clock.until(auth.login())
    expect(auth.state.status).toBe('authenticated')
    expect(world.count('login')).toBe(2)
  })
})
