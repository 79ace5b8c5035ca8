import { describe, expect, test } from '@jest/globals'
import { START } from '../support/virtual-clock'
import { granting, ok } from './support'

const HOUR = 3_600_000

/** Sessions of an hour, and a server that tells the right time. */
function createServer() {
  const world = granting({ expiresIn: 3600 }, () => ({
    Date: new Date(START + world.clock.elapsed).toUTCString(),
  }))
  const orders = (auth: ReturnType<typeof world.auth>) => world.clock.until(auth.request({ url: '/orders' }))
  return { world, orders }
}

describe('the device’s clock is an hour wrong (firebase/firebase-js-sdk#6032)', () => {
  test.each([HOUR, -HOUR])(
    'by %i ms: 1 login, and the fresh token is used, after a restart too',
    async (wrong) => {
      const { world, orders } = createServer()
      world.clock.jump(wrong)
      const auth = world.auth()
      expect([await orders(auth), await orders(auth)]).toEqual([ok, ok])
      // An HTTP date has no milliseconds.
      expect(Math.abs((auth.session?.expiresAt ?? 0) - START - HOUR)).toBeLessThan(1000)
      expect(await orders(world.restart().auth())).toEqual(ok)
      expect(world.count('login')).toBe(1)
      expect(world.sends('/orders').map(({ token }) => token)).toEqual(Array(3).fill('token-1'))
    },
  )

  test.each([HOUR, -HOUR])(
    'and becomes so by %i ms while the app runs: at most 1 login more',
    async (wrong) => {
      const { world, orders } = createServer()
      const auth = world.auth()
      await orders(auth)
      world.clock.jump(wrong)
      for (let i = 0; i < 5; i++) expect(await orders(auth)).toEqual(ok)
      expect(world.count('login')).toBeLessThanOrEqual(2)
    },
  )

  test('the server’s 401 beats a clock that calls the session good', async () => {
    const { world, orders } = createServer()
    world.clock.jump(-HOUR)
    const auth = world.auth()
    await orders(auth)
    world.valid.clear()
    expect(await orders(auth)).toEqual(ok)
    expect(world.sends('/orders').map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2'])
  })

  test('turned back, it is not trusted about the end: the session goes on until the server says no', async () => {
    const { world, orders } = createServer()
    const auth = world.auth()
    await orders(auth)
    world.clock.jump(-2 * HOUR)
    await world.clock.advance(1.5 * HOUR)
    expect(await orders(auth)).toEqual(ok)
    expect(world.count('login')).toBe(1)
    world.valid.clear()
    expect(await orders(auth)).toEqual(ok)
    expect(world.count('login')).toBe(2)
  })
})
