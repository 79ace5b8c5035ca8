import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { ok } from './support'

test('50 serial requests in an outage: 1 login per cooldown; a new token bypasses it (supabase/supabase-js#2436)', async () => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ statusCode: 503 }))
  const auth = world.auth({ cooldown: 10_000 })
  for (let i = 0; i < 50; i++) {
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    await world.advance(500)
  }
  const began = world.history.sends('/login').map(({ at }) => at)
  expect(began).toHaveLength(3)
  const gaps = began.slice(1).map((time, i) => time - (began[i] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000)
  expect(world.history.logins()).toBe(3)

  await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
})
