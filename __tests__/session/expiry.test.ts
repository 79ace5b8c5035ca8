import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'

/** A world whose login endpoint gives sessions of `expiresIn` seconds. */
const worldWith = (expiresIn: number) => createWorld({ server: { expiresIn } })

describe('a session with a known end', () => {
  test('is used as it is until renewBefore', async () => {
    const world = worldWith(3600)
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    await world.advance(3500_000)
    await world.until(auth.request({ url: '/orders' }))
    expect(world.history.logins()).toBe(1)
  })

  test('is renewed first when its end is near; 5 requests: 1 login, none with the old token', async () => {
    const world = worldWith(3600)
    const auth = world.auth()
    const reasons: string[] = []
    auth.on('login', ({ reason }) => reasons.push(reason))
    await world.until(auth.ensureLogin())
    await world.advance(3541_000)
    await world.until(Promise.all(Array.from({ length: 5 }, () => auth.request({ url: '/orders' }))))
    expect(world.history.logins()).toBe(2)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(Array(5).fill('token-2'))
    expect(reasons).toEqual(['missing', 'renewal'])
  })

  test('shorter than renewBefore, it is not renewed for every request', async () => {
    const world = worldWith(20)
    const auth = world.auth()
    for (let i = 0; i < 5; i++) await world.until(auth.request({ url: '/orders' }))
    expect(world.history.logins()).toBe(1)
  })
})

test('a renewal that fails past the end by our clock, which may be wrong, leaves the session: the server decides', async () => {
  const world = worldWith(3600)
  const auth = world.auth()
  await world.until(auth.ensureLogin())
  world.jump(2 * 3600_000)
  world.script('login', { outcome: 'fail' })
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
})

describe('a session that the server rejects', () => {
  test('is gone, is announced once, and is removed from storage', async () => {
    const world = createWorld()
    const auth = world.auth()
    let expired = 0
    auth.on('expired', () => expired++)
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    world.server.route('POST', '/login', () => ({ statusCode: 500 }))
    const errors = await world.until(
      outcomes(Array.from({ length: 20 }, () => auth.request({ url: '/orders' }))),
    )
    expect(errors).toEqual(Array(20).fill(expect.objectContaining({ code: 'SERVER_UNAVAILABLE' })))
    expect(expired).toBe(1)
    expect(auth.session).toBeNull()
    await world.advance(100)
    expect(world.storage.keys()).toEqual([])
  })
})

describe('a server that rejects every token', () => {
  const rejecting = () => {
    const world = createWorld()
    world.server.route('/orders', () => ({ statusCode: 401 }))
    return world
  }

  test.each([
    ['requests', { url: '/orders' }],
    ['requests without a replay', { url: '/orders', replay: false }],
  ])('20 %s one after the other: at most 2 logins in a cooldown', async (_, options) => {
    const world = rejecting()
    const auth = world.auth({ cooldown: 60_000 })
    const results: unknown[] = []
    for (let i = 0; i < 20; i++) results.push(...(await world.until(outcomes([auth.request(options)]))))
    expect(world.history.logins()).toBeLessThanOrEqual(2)
    expect(results.slice(2)).toEqual(Array(18).fill(expect.objectContaining({ code: 'SESSION_REJECTED' })))
  })

  test('a warning tells of it, and after the cooldown a rejection is a login again', async () => {
    const world = rejecting()
    const auth = world.auth({ cooldown: 60_000 })
    const warned: string[] = []
    auth.on('warning', ({ code }) => warned.push(code))
    for (let i = 0; i < 5; i++) await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(warned).toEqual(['SESSION_REJECTED'])
    const logins = world.history.logins()
    await world.advance(60_000)
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(world.history.logins()).toBe(logins + 1)
  })
})

describe('one endpoint that rejects every session, among others that do not', () => {
  const setUp = () => {
    const world = createWorld()
    world.server.route('/bad', () => ({ statusCode: 401 }))
    return { world, auth: world.auth({ cooldown: 10_000 }) }
  }

  test('costs one login in a cooldown, and the others go on', async () => {
    const { world, auth } = setUp()
    const good: unknown[] = []
    const bad: unknown[] = []
    for (let i = 0; i < 20; i++) {
      const [first, second] = await world.until(
        outcomes([auth.request({ url: '/bad' }), auth.request({ url: '/good' })]),
      )
      bad.push(first)
      good.push(second)
    }
    expect(good).toEqual(Array(20).fill(expect.objectContaining({ statusCode: 200 })))
    expect(bad).toEqual(Array(20).fill(expect.objectContaining({ code: 'SESSION_REJECTED' })))
    expect(world.history.logins()).toBe(2)
  })

  test('optional, it is sent again without the session', async () => {
    const { world, auth } = setUp()
    await world.until(outcomes([auth.request({ url: '/bad' })]))
    const [response] = await world.until(outcomes([auth.request({ url: '/bad', auth: 'optional' })]))
    expect(response).toMatchObject({ statusCode: 401 })
    expect(auth.session).not.toBeNull()
  })
})

test('a session that was accepted for a while is trusted again: the next rejection is a login, not a cooldown', async () => {
  const world = createWorld()
  const auth = world.auth()
  for (let i = 0; i < 5; i++) {
    await world.advance(20_000)
    world.server.expireAll()
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  }
  expect(world.history.logins()).toBe(5)
})
