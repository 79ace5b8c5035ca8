import { describe, expect, test } from '@jest/globals'
import type { World } from '../support/phone'
import { KEY, loggedIn, refusal } from './support'

describe('the remote logout fails: the local session is gone all the same (supabase/supabase-js#2501)', () => {
  test.each<[string, (world: World) => unknown, warned: string[]]>([
    ['no network', (world) => world.network.goOffline(), ['NETWORK']],
    [
      '500',
      (world) => world.server.route('POST', '/logout', () => ({ statusCode: 500 })),
      ['SERVER_UNAVAILABLE'],
    ],
    ['401', (world) => world.server.expireAll(), []],
    ['no answer', (world) => world.script('request', { outcome: 'neither' }), ['TIMEOUT']],
  ])('%s', async (_, fail, warned) => {
    const { world, auth } = await loggedIn({ logout: '/logout' })
    const warnings: unknown[] = []
    auth.on('warning', (error) => warnings.push(error))
    fail(world)
    await world.until(auth.logout(), 1000)
    await world.advance(100_000)
    expect([auth.session, auth.state.status]).toEqual([null, 'loggedOut'])
    expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })
    expect([world.history.sends('/logout').length, world.history.logins()]).toEqual([1, 0])
    expect(warnings).toEqual(warned.map(refusal))
  })
})
