import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from './support/phone'

test('a login endpoint that answers 500 rejects all who wait; the next login, after the cooldown, really runs', async () => {
  const world = createWorld()
  const auth = world.auth()
  const repair = world.server.route('POST', '/login', () => ({ statusCode: 500 }))
  const requests = Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))
  const errors = await world.until(outcomes(requests))
  expect(errors).toEqual(Array(10).fill(expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })))
  repair()

  await expect(world.until(auth.request({ url: '/orders' }))).rejects.toMatchObject({
    code: 'COOLING_DOWN',
    cause: { code: 'SERVER_UNAVAILABLE' },
  })
  await world.advance(10_000)
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect(world.history.logins()).toBe(2)
})
