import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'
import { KEY, refusal } from './support'

test('a logout during the exchange: no session in storage, a typed error for the callers, 1 event (supabase/supabase-js#2392)', async () => {
  const world = createWorld()
  const auth = world.auth()
  const events: string[] = []
  for (const event of ['login', 'logout', 'expired', 'warning'] as const)
    auth.on(event, () => events.push(event))
  const waiting = outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })])
  await world.clock.advance(15)
  expect(world.count('request', '/login')).toBe(1)
  const loggedOut = auth.logout()

  expect(await waiting).toEqual(Array(2).fill(refusal('LOGGED_OUT')))
  await world.clock.until(loggedOut)
  await world.clock.advance(60_000)
  expect(world.stored.get(KEY)).toEqual({ v: 1, loggedOut: true })
  expect(events).toEqual(['logout'])
})
