import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'
import { ok } from './support'

test('50 serial requests in an outage: 1 login per cooldown; a new token bypasses it (supabase/supabase-js#2436)', async () => {
  const world = createWorld()
  world.exchange = () => ({ statusCode: 503 })
  const auth = world.auth({ cooldown: 10_000 })
  const began: number[] = []
  auth.subscribe(({ status }) => status === 'loggingIn' && began.push(world.clock.elapsed))
  for (let i = 0; i < 50; i++) {
    await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
    await world.clock.advance(500)
  }
  expect(began).toHaveLength(3)
  const gaps = began.slice(1).map((time, i) => time - (began[i] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000)

  await world.clock.until(auth.setSession({ token: world.issue() }))
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
})
