import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { refusal } from './support'

async function refused() {
  const world = createWorld()
  const accept = world.server.route('POST', '/login', () => ({
    statusCode: 429,
    header: { 'Retry-After': '120' },
  }))
  const auth = world.auth()
  await world.until(outcomes([auth.ensureLogin()]))
  accept()
  await world.advance(119_000)
  await expect(world.until(auth.ensureLogin())).rejects.toEqual(refusal('COOLING_DOWN'))
  expect(world.history.logins()).toBe(1)
  return { world, auth }
}

describe('Retry-After is honoured; an explicit login bypasses it (MSAL .NET#1788)', () => {
  test('when it has passed, an automatic login runs', async () => {
    const { world, auth } = await refused()
    await world.advance(1000)
    await world.until(auth.ensureLogin())
  })

  test('before it has passed, the user’s login runs', async () => {
    const { world, auth } = await refused()
    await world.until(auth.login())
  })
})
