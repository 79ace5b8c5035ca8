import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cooldownFor } from '../../src/session/cooldown'
import { createWorld, outcomes, type World } from '../support/phone'

const HOUR = 3_600_000

const failing = (header: Record<string, string> = {}, statusCode = 503) => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ statusCode, header }))
  return world
}

async function retryDelay(world: World) {
  const auth = world.auth()
  await world.until(outcomes([auth.ensureLogin()]))
  if (auth.state.status !== 'failed') throw new Error(auth.state.status)
  return auth.state.retryAt - world.clock.now()
}

test('by chance, but never less than the base and never more than five minutes or the base', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 0, max: 600_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, base, random) => {
        const delay = cooldownFor(failures, base, random)
        expect(delay).toBeGreaterThanOrEqual(base)
        expect(delay).toBeLessThanOrEqual(Math.max(base, 300_000))
      },
    ),
  )
})

test('the bound doubles with each failure in a row', () => {
  const almostOne = 1 - Number.EPSILON
  expect([1, 2, 3, 4, 10].map((failures) => Math.round(cooldownFor(failures, 10_000, almostOne)))).toEqual([
    10_000, 20_000, 40_000, 80_000, 300_000,
  ])
  expect([1, 2, 3].map((failures) => cooldownFor(failures, 10_000, 0))).toEqual([10_000, 10_000, 10_000])
})

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120_000],
    ['less than the cooldown', '1', 10_000],
    ['more than an hour', '999999', 3_600_000],
    ['no number and no date', 'soon', 10_000],
  ])('%s', async (_, value, expected) => {
    expect(await retryDelay(failing({ 'Retry-After': value }))).toBeCloseTo(expected, -3)
    expect(await retryDelay(failing({ 'retry-after': value }, 429))).toBeCloseTo(expected, -3)
  })

  test('a date is by the server’s clock, whatever the device’s', async () => {
    const world = createWorld({ server: { skew: 5 * HOUR } })
    const date = new Date(world.clock.now() + 5 * HOUR + 90_000).toUTCString()
    world.server.route('POST', '/login', () => ({ statusCode: 503, header: { 'Retry-After': date } }))
    expect(await retryDelay(world)).toBeCloseTo(90_000, -3)
  })
})

test('a cooldown that began before the clock was turned back does not last until then', async () => {
  const world = failing()
  const auth = world.auth()
  await world.until(outcomes([auth.ensureLogin()]))
  world.jump(-HOUR)
  await world.until(outcomes([auth.ensureLogin()]))
  expect(world.history.logins()).toBe(2)
})

test('a success ends the row of failures', async () => {
  const world = createWorld()
  world.random = 1 - Number.EPSILON
  const auth = world.auth()
  const fail = async () => {
    world.script('login', { outcome: 'fail', times: 1 })
    await world.until(outcomes([auth.login({ force: true })]))
  }
  await fail()
  await fail()
  await world.until(auth.login())
  world.server.expireAll()
  world.script('login', { outcome: 'fail' })
  await world.until(outcomes([auth.request({ url: '/orders' })]))
  if (auth.state.status !== 'failed') throw new Error(auth.state.status)
  expect(auth.state.retryAt - world.clock.now()).toBeLessThanOrEqual(10_000)
})

describe('wx.login is called once more, with a new code', () => {
  test.each([
    [-1, 2],
    [102, 2],
    [1402101, 1],
    [1003, 1],
  ])('after errno %i: %i calls', async (errno, calls) => {
    const world = createWorld()
    world.script('login', { outcome: 'fail', errno, times: 1 })
    const [result] = await world.until(outcomes([world.auth().ensureLogin()]))
    expect(world.history.logins()).toBe(calls)
    expect(result).toMatchObject(
      calls === 2 ? { user: { name: '小明' } } : { code: 'WX_LOGIN_FAILED', errno },
    )
  })
})

test('20 forced logins, each after the other, stay under four calls a second', async () => {
  const world = createWorld()
  const auth = world.auth()
  for (let i = 0; i < 20; i++) await world.until(auth.login({ force: true }))
  const times = world.history.calls('login').map(({ at }) => at)
  expect(times).toHaveLength(20)
  times.forEach((time, i) => {
    const fourBefore = times[i - 4]
    if (fourBefore !== undefined) expect(time - fourBefore).toBeGreaterThanOrEqual(1000)
  })
})

describe('the device’s clock is an hour wrong', () => {
  test.each([HOUR, -HOUR])('by %i ms: one login, and a fresh token is used', async (wrong) => {
    const world = createWorld({ server: { expiresIn: 7200 } })
    world.jump(wrong)
    await world.until(world.auth().request({ url: '/orders' }))
    world.restart()
    const auth = world.auth()
    await world.until(auth.request({ url: '/orders' }))
    // The device's clock is set right while the app runs.
    world.jump(-wrong)
    await world.until(auth.request({ url: '/orders' }))
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(Array(3).fill('token-1'))
  })
})

describe('the phone is back', () => {
  const toTheFront = ({ app }: World) => {
    app.hide()
    app.show()
  }
  const toTheNetwork = ({ network }: World) => {
    network.goOffline()
    network.goOnline()
  }

  test.each([
    ['to the front', toTheFront, 2],
    ['to the network', toTheNetwork, 2],
    ['without a network', ({ network }: World) => network.goOffline(), 1],
  ])('%s', async (_, comeBack, logins) => {
    const world = createWorld()
    world.script('request', { url: '/login', outcome: 'fail', errno: 600001, times: 1 })
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    comeBack(world)
    await world.advance(0)
    await world.until(outcomes([auth.ensureLogin()]))
    expect(world.history.logins()).toBe(logins)
  })

  test('but the server’s own word holds', async () => {
    const world = failing()
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    toTheFront(world)
    toTheNetwork(world)
    await world.advance(0)
    await world.until(outcomes([auth.ensureLogin()]))
    expect(world.history.logins()).toBe(1)
  })
})
