import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { piggyback } from '../../src/piggyback'
import { codes } from './support'

describe('login codes', () => {
  test('every exchange attempt, retries included, has its own code', async () => {
    const world = createWorld()
    const auth = world.auth()
    const repair = world.server.route('POST', '/login', () => ({ statusCode: 503 }))
    for (let i = 0; i < 3; i++) {
      await world.until(outcomes([auth.request({ url: '/orders' })]))
      await world.advance(10_000)
    }
    repair()
    await world.until(auth.request({ url: '/orders' }))
    expect(codes(world)).toEqual(['code-1', 'code-2', 'code-3', 'code-4'])
  })

  test('the exchange after a piggyback without a session has its own, too', async () => {
    const world = createWorld()
    const sent: string[] = []
    const auth = world.auth({
      piggyback: piggyback({
        attach: (request, code) => {
          sent.push(code)
          return request
        },
        parse: () => null,
      }),
    })
    await world.until(auth.request({ url: '/orders' }))
    expect([...sent, ...codes(world)]).toEqual(['code-1', 'code-2'])
  })

  test('a code older than 5 minutes is thrown away', async () => {
    const world = createWorld({ suspendAfter: 0 })
    const auth = world.auth({ loginTimeout: 10 * 60_000 })
    const login = auth.ensureLogin()
    // Suspended while wx.login is under way: timers freeze, and its callback comes when the app returns.
    await world.advance(5)
    expect(world.history.logins()).toBe(1)
    world.app.hide()
    await world.advance(6 * 60_000)
    world.app.show()
    await world.until(login)
    expect(codes(world)).toEqual(['code-2'])
  })
})
