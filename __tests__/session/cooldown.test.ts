import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cooldownFor } from '../../src/session/cooldown'
import { createWorld, outcomes } from '../support/world'

const failing = (header: Record<string, string> = {}, statusCode = 503) => {
  const world = createWorld()
  world.exchange = () => ({ statusCode, header })
  return world
}

async function retryDelay(world: ReturnType<typeof createWorld>) {
  const auth = world.auth()
  await world.clock.until(outcomes([auth.ensureLogin()]))
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
    const date = (ms: number) => new Date(ms).toUTCString()
    const server = Date.UTC(2026, 0, 1)
    const world = failing({ Date: date(server), 'Retry-After': date(server + 90_000) })
    expect(await retryDelay(world)).toBeCloseTo(90_000, -3)
  })
})

test('a cooldown that began before the clock was turned back does not last until then', async () => {
  const world = failing()
  const auth = world.auth()
  await world.clock.until(outcomes([auth.ensureLogin()]))
  world.clock.jump(-3_600_000)
  await world.clock.until(outcomes([auth.ensureLogin()]))
  expect(world.count('login')).toBe(2)
})

test('a success ends the row of failures', async () => {
  const world = createWorld()
  world.random = 1 - Number.EPSILON
  const auth = world.auth()
  const fail = async () => {
    world.answers.login = 'fail'
    await world.clock.until(outcomes([auth.login({ force: true })]))
    world.answers.login = 'success'
  }
  await fail()
  await fail()
  await world.clock.until(auth.login())
  world.valid.clear()
  world.answers.login = 'fail'
  await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
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
    const { login } = world.wx
    let first = true
    world.wx.login = (options) => {
      if (!first) return login(options)
      first = false
      world.history.push({ type: 'login' })
      options.fail?.({ errMsg: 'login:fail', errno })
      return undefined
    }
    const [result] = await world.clock.until(outcomes([world.auth().ensureLogin()]))
    expect(world.count('login')).toBe(calls)
    expect(result).toMatchObject(
      calls === 2 ? { user: { name: '小明' } } : { code: 'WX_LOGIN_FAILED', errno },
    )
  })
})

test('20 forced logins, each after the other, stay under four calls a second', async () => {
  const world = createWorld()
  const auth = world.auth()
  const times: number[] = []
  auth.on('login', () => times.push(world.clock.now()))
  for (let i = 0; i < 20; i++) await world.clock.until(auth.login({ force: true }))
  times.forEach((time, i) => {
    const fourBefore = times[i - 4]
    if (fourBefore !== undefined) expect(time - fourBefore).toBeGreaterThanOrEqual(1000)
  })
})

describe('the device’s clock is an hour wrong', () => {
  test.each([3_600_000, -3_600_000])('by %i ms: one login, and a fresh token is used', async (wrong) => {
    const world = createWorld()
    const { exchange, clock } = world
    const serverDate = () => ({ date: new Date(clock.now() - wrong).toUTCString() })
    clock.jump(wrong)
    world.exchange = (request, token) => {
      const reply = exchange(request, token) as { data: object }
      return { ...reply, data: { ...reply.data, expiresIn: 7200 }, header: serverDate() }
    }
    const auth = world.auth()
    await clock.until(auth.request({ url: '/a' }))
    const restarted = world.restart().auth()
    await clock.until(restarted.request({ url: '/b' }))
    // The device's clock is set right while the app runs.
    clock.jump(-wrong)
    await clock.until(restarted.request({ url: '/c' }))
    expect(world.count('login')).toBeLessThanOrEqual(2)
    expect(world.sends('/').every(({ url, token }) => url.endsWith('/login') || token !== null)).toBe(true)
  })
})

describe('the phone is back', () => {
  const setUp = () => {
    const world = createWorld()
    const wakes: Array<() => void> = []
    world.wx.onAppShow = (listener) => void wakes.push(listener)
    world.wx.onNetworkStatusChange = (listener) => {
      wakes.push(() => listener({ isConnected: true }))
      wakes.push(() => listener({ isConnected: false }))
    }
    return { world, wakes }
  }

  test.each([
    ['to the front', 0, 2],
    ['to the network', 1, 2],
    ['without a network', 2, 1],
  ])('%s', async (_, which, logins) => {
    const { world, wakes } = setUp()
    const { exchange } = world
    world.exchange = () => ({ errMsg: 'request:fail -118', errno: 600001 })
    const auth = world.auth()
    await world.clock.until(outcomes([auth.ensureLogin()]))
    world.exchange = exchange
    wakes[which]?.()
    await world.clock.until(outcomes([auth.ensureLogin()]))
    expect(world.count('login')).toBe(logins)
  })

  test('but the server’s own word holds', async () => {
    const { world, wakes } = setUp()
    world.exchange = () => ({ statusCode: 503 })
    const auth = world.auth()
    await world.clock.until(outcomes([auth.ensureLogin()]))
    wakes.forEach((wake) => wake())
    await world.clock.until(outcomes([auth.ensureLogin()]))
    expect(world.count('login')).toBe(1)
  })
})
