import { expect, test } from '@jest/globals'
import type { Grant } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'
import { KEY, ok, refusal } from './support'

test('a stale flight that fails does not clear a newer session, nor hold up the next login (MentraOS#3449)', async () => {
  const world = createWorld()
  let failLate!: (reason: Error) => void
  let login = () => new Promise<Grant>((_, reject) => (failLate = reject))
  const auth = world.auth({ login: () => login() })
  const waiting = outcomes([auth.ensureLogin()])
  await world.advance(50)
  await world.until(auth.setSession({ token: world.server.issue() }, { wechat: true }))
  failLate(new Error('late'))
  await world.advance(50)

  expect(await waiting).toEqual([refusal('SESSION_CHANGED')])
  expect(auth.state.status).toBe('authenticated')
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-1' })
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(world.history.logins()).toBe(1)

  login = () => Promise.resolve({ token: world.server.issue() })
  world.server.expireAll()
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  // The stale flight would have timed out by then.
  await world.advance(20_000)
  expect(auth.session?.token).toBe('token-2')
  expect(world.storage.get(KEY)).toMatchObject({ token: 'token-2' })
})
