import { describe, expect, test } from '@jest/globals'
import type { World } from '../support/world'
import { KEY, loggedIn } from './support'

describe('the remote logout fails: the local session is gone all the same (supabase/supabase-js#2501)', () => {
  test.each<[string, World['serve']]>([
    ['no network', () => ({ errMsg: 'request:fail -118' })],
    ['500', () => ({ statusCode: 500 })],
    ['401', () => ({ statusCode: 401 })],
    ['no answer', () => 'silent'],
  ])('%s', async (_, serve) => {
    const { world, auth } = await loggedIn({ logout: '/logout' })
    world.serve = serve
    await world.clock.until(auth.logout())
    expect(world.clock.elapsed).toBeLessThan(1000)
    await world.clock.advance(100_000)
    expect([auth.session, auth.state.status]).toEqual([null, 'loggedOut'])
    expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
    expect([world.count('request', '/logout'), world.count('login')]).toEqual([1, 0])
  })
})
