import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from './support/phone'

test('10 requests at a cold start: 1 wx.login, 1 exchange, 10 sends', async () => {
  const world = createWorld()
  const auth = world.auth()
  const requests = Array.from({ length: 10 }, (_, i) => auth.request({ url: `/orders/${i}` }))
  const responses = await world.until(Promise.all(requests))
  expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200))
  expect(world.history.logins()).toBe(1)
  expect(world.history.sends('/login')).toHaveLength(1)
  expect(world.history.sends('/orders')).toHaveLength(10)
})

test('10 requests with a session that the server has ended: 1 login, 10 replays, 10 successes', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.ensureLogin())
  world.server.expireAll()
  world.history.clear()
  const requests = Array.from({ length: 10 }, (_, i) => auth.request({ url: `/orders/${i}` }))
  const responses = await world.until(Promise.all(requests))
  expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200))
  expect(world.history.logins()).toBe(1)
  expect(world.history.sends('/login')).toHaveLength(1)
  expect(world.history.sends('/orders')).toHaveLength(20)
})

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
