import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { KEY, refusal } from './support'

describe('a logout during the exchange: no session in storage, a typed error for the callers, 1 event (supabase/supabase-js#2392)', () => {
  test.each([
    ['before the server has the code', 15, 0],
    ['when its answer is under way', 18, 1],
  ])('%s', async (_, ms, answered) => {
    const world = createWorld()
    const auth = world.auth()
    const events: string[] = []
    for (const event of ['login', 'logout', 'expired', 'warning'] as const)
      auth.on(event, () => events.push(event))
    const waiting = outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })])
    await world.advance(ms)
    expect([world.history.sends('/login').length, world.history.answers().length]).toEqual([1, answered])
    const loggedOut = auth.logout()

    expect(await waiting).toEqual(Array(2).fill(refusal('LOGGED_OUT')))
    await world.until(loggedOut)
    await world.advance(60_000)
    expect(world.storage.get(KEY)).toEqual({ v: 1, loggedOut: 'user' })
    expect(events).toEqual(['logout'])
    expect(world.history.sends()).toHaveLength(1)
    expect(world.history.answers()).toHaveLength(answered)
  })
})
