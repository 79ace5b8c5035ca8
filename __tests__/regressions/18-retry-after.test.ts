import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/world'

async function refused() {
  const world = createWorld()
  const { exchange } = world
  world.exchange = () => ({ statusCode: 429, header: { 'retry-after': '120' } })
  const auth = world.auth()
  await world.clock.until(outcomes([auth.ensureLogin()]))
  world.exchange = exchange
  await world.clock.advance(119_000)
  await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
  expect(world.count('login')).toBe(1)
  return { world, auth }
}

describe('Retry-After is honoured; an explicit login bypasses it (MSAL .NET#1788)', () => {
  test('when it has passed, an automatic login runs', async () => {
    const { world, auth } = await refused()
    await world.clock.advance(1000)
    await world.clock.until(auth.ensureLogin())
  })

  test('before it has passed, the user’s login runs', async () => {
    const { world, auth } = await refused()
    await world.clock.until(auth.login())
  })
})
