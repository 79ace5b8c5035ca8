import { describe, expect, test } from '@jest/globals'
import type { AuthError } from '../../src/index'
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
    [
      '404, of a path that is not quite right',
      (world) => world.server.route('POST', '/logout', () => ({ statusCode: 404 })),
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

  test('the warning names the endpoint, and what it answered', async () => {
    const { world, auth } = await loggedIn({ logout: '/logout?all=1' })
    const warnings: AuthError[] = []
    auth.on('warning', (error) => warnings.push(error))
    world.server.route('POST', '/logout', () => ({ statusCode: 403, data: 'no' }))
    await world.until(auth.logout())
    await world.advance(1000)
    expect(warnings.map(({ message, response }) => [message, response?.data])).toEqual([
      ['The logout endpoint https://api.example.com/logout answered 403.', 'no'],
    ])
  })
})
