import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/phone'
import { HOUR, KEY, loggedIn, ok, refusal } from './support'

describe('an offline start keeps a token (supabase/auth-js#141)', () => {
  test.each<[string, (world: World) => unknown]>([
    ['that is good', () => undefined],
    ['that ran out by our clock alone', (world) => world.jump(2 * HOUR)],
    ['that ran out', (world) => world.advance(2 * HOUR)],
  ])('%s', async (_, wait) => {
    const { world } = await loggedIn({}, createWorld({ server: { expiresIn: 3600 } }))
    world.network.goOffline()
    await wait(world)
    world.restart()
    const auth = world.auth()
    expect(await world.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([refusal('NETWORK')])
    await world.advance(100)
    expect(auth.session?.token).toBe('token-1')
    expect(world.storage.get(KEY)).toMatchObject({ token: 'token-1' })

    world.network.goOnline()
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })
})
