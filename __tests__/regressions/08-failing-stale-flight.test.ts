import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'
import { KEY, ok, refusal } from './support'

test('a stale flight that fails does not clear a newer session (MentraOS#3449)', async () => {
  const world = createWorld()
  let failLate!: (reason: Error) => void
  const auth = world.auth({ login: () => new Promise<never>((_, reject) => (failLate = reject)) })
  const waiting = outcomes([auth.ensureLogin()])
  await world.clock.advance(50)
  await world.clock.until(auth.setSession({ token: world.issue() }))
  failLate(new Error('late'))
  await world.clock.advance(20_000)

  expect(await waiting).toEqual([refusal('SESSION_CHANGED')])
  expect(auth.state.status).toBe('authenticated')
  expect(world.stored.get(KEY)).toMatchObject({ token: 'token-1' })
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(world.count('login')).toBe(1)
})
