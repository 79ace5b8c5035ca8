import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/world'

const codes = (world: World) =>
  world.sends('/login').map(({ request }) => (request.data as { code: string }).code)

describe('login codes', () => {
  test('every exchange attempt, retries included, has its own code', async () => {
    const world = createWorld()
    const { exchange } = world
    const auth = world.auth()
    world.exchange = () => ({ statusCode: 503 })
    for (let i = 0; i < 3; i++) {
      await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
      await world.clock.advance(10_000)
    }
    world.exchange = exchange
    await world.clock.until(auth.request({ url: '/orders' }))
    expect(codes(world)).toEqual(['code-1', 'code-2', 'code-3', 'code-4'])
  })

  test('the exchange after a piggyback without a session has its own, too', async () => {
    const world = createWorld()
    const sent: string[] = []
    const auth = world.auth({
      piggyback: {
        attach: (request, code) => {
          sent.push(code)
          return request
        },
        parse: () => null,
      },
    })
    await world.clock.until(auth.request({ url: '/orders' }))
    expect([...sent, ...codes(world)]).toEqual(['code-1', 'code-2'])
  })

  test('a code older than 5 minutes is thrown away', async () => {
    const world = createWorld()
    const auth = world.auth()
    const waiting = outcomes([auth.ensureLogin()])
    // Suspended while wx.login is under way: timers freeze, and its callback comes when the app returns.
    await world.clock.advance(5)
    expect(world.count('login')).toBe(1)
    world.clock.jump(6 * 60_000)
    await world.clock.until(waiting)
    expect(codes(world)).not.toContain('code-1')
    await world.clock.until(auth.login())
  })
})
