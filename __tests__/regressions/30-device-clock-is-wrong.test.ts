import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../support/phone'
import { HOUR, ok, tokens } from './support'

/** Sessions of an hour, and a server that tells the right time. */
function createServer() {
  const world = createWorld({ server: { expiresIn: 3600 } })
  const orders = (auth: ReturnType<typeof world.auth>) => world.until(auth.request({ url: '/orders' }))
  return { world, orders }
}

describe('the device’s clock is an hour wrong (firebase/firebase-js-sdk#6032)', () => {
  test.each([HOUR, -HOUR])(
    'by %i ms: 1 login, and the fresh token is used, after a restart too',
    async (wrong) => {
      const { world, orders } = createServer()
      const start = world.clock.now()
      world.jump(wrong)
      const auth = world.auth()
      expect([await orders(auth), await orders(auth)]).toEqual([ok, ok])
      // An HTTP date has no milliseconds, and was written some time in the round trip.
      expect(Math.abs((auth.session?.expiresAt ?? 0) - start - HOUR)).toBeLessThan(1000 + 20)
      world.restart()
      expect(await orders(world.auth())).toEqual(ok)
      expect(world.history.logins()).toBe(1)
      expect(tokens(world, '/orders')).toEqual(Array(3).fill('token-1'))
    },
  )

  test.each([HOUR, -HOUR])(
    'and becomes so by %i ms while the app runs: at most 1 login more',
    async (wrong) => {
      const { world, orders } = createServer()
      const auth = world.auth()
      await orders(auth)
      world.jump(wrong)
      for (let i = 0; i < 5; i++) expect(await orders(auth)).toEqual(ok)
      expect(world.history.logins()).toBeLessThanOrEqual(2)
    },
  )

  test('the server’s 401 beats a clock that calls the session good', async () => {
    const { world, orders } = createServer()
    world.jump(-HOUR)
    const auth = world.auth()
    await orders(auth)
    world.server.expireAll()
    expect(await orders(auth)).toEqual(ok)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-1', 'token-2'])
  })

  test('turned back, it is not trusted about the end: the session goes on until the server says no', async () => {
    const { world, orders } = createServer()
    const auth = world.auth()
    await orders(auth)
    world.jump(-2 * HOUR)
    await world.advance(0.5 * HOUR)
    expect(await orders(auth)).toEqual(ok)
    expect(world.history.logins()).toBe(1)

    // The hour is over, which only the server knows.
    await world.advance(HOUR)
    expect(await orders(auth)).toEqual(ok)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-1', 'token-1', 'token-2'])
    expect(world.history.logins()).toBe(2)
  })
})
