import { describe, expect, test } from '@jest/globals'
import { isCooling } from '../../src/session/cooldown'
import { loginTimedOut } from '../../src/session/errors'
import { whyDue } from '../../src/session/next-step'
import { createSession } from '../../src/session/session'
import { createWorld, outcomes } from '../support/phone'

const MINUTE = 60_000
const policy = { renewBefore: 60, canRenew: false }

describe('a session of 1000 s, with 60 s of renewBefore, obtained at 0', () => {
  const session = createSession({ token: 't', expiresIn: 1000 }, null, 0, true)
  test.each([
    [-1, null],
    [0, null],
    [939_999, null],
    [940_000, 'renewal'],
    [999_999, 'renewal'],
    [1_000_000, 'expired'],
  ])('at %i ms: %s', (now, expected) => {
    expect(whyDue(session, policy, now)).toBe(expected)
  })

  test('and one of 100 s is left alone for half of its life', () => {
    const short = createSession({ token: 't', expiresIn: 100 }, null, 0, true)
    expect([49_999, 50_000].map((now) => whyDue(short, policy, now))).toEqual([null, 'renewal'])
  })
})

describe('a session that no login may stand in for', () => {
  const grant = { token: 't', expiresIn: 1000 }
  test.each([
    ['without a refresh token', grant, true, null],
    ['with one, where there is no `renew`', { ...grant, refreshToken: 'r' }, false, null],
    ['with one, and `renew`', { ...grant, refreshToken: 'r' }, true, 'expired'],
  ])('%s', (_, given, canRenew, expected) => {
    const session = createSession(given, null, 0, false)
    expect(whyDue(session, { renewBefore: 60, canRenew }, 2_000_000)).toBe(expected)
  })
})

describe('a cooldown from 100 to 110', () => {
  const cooldown = { error: loginTimedOut(1, false), failedAt: 100, retryAt: 110 }
  test.each([
    [100, true],
    [109, true],
    [110, false],
    // The clock was turned back: by less than its length, it may have been set right; by more, it ends.
    [91, true],
    [90, false],
  ])('at %i: %s', (now, expected) => {
    expect(isCooling(cooldown, now)).toBe(expected)
  })
})

test('each failure in a row makes the wait longer, by chance', async () => {
  const world = createWorld()
  world.random = 0.5
  world.script('login', { outcome: 'fail' })
  const auth = world.auth({ cooldown: 10_000 })
  const waits: number[] = []
  for (let i = 0; i < 3; i++) {
    await world.until(outcomes([auth.login()]))
    if (auth.state.status === 'failed') waits.push(auth.state.retryAt - world.clock.now())
  }
  expect(waits).toEqual([10_000, 15_000, 25_000])
})

test('what the server asked for holds when the user’s own login() fails on the phone', async () => {
  const world = createWorld()
  world.server.route('POST', '/login', () => ({ statusCode: 503, header: { 'Retry-After': '120' } }))
  const auth = world.auth({ cooldown: 10_000 })
  await world.until(outcomes([auth.ensureLogin()]))
  world.script('login', { outcome: 'fail' })
  await world.until(outcomes([auth.login()]))
  await world.advance(60_000)
  await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
})

test.each([
  [5 * MINUTE - 1, 1],
  [5 * MINUTE, 2],
])('a code that comes after %i ms: wx.login is called %i times', async (latency, logins) => {
  const world = createWorld()
  world.script('login', { latency, times: 1 })
  await world.until(world.auth({ loginTimeout: 10 * MINUTE }).ensureLogin())
  expect(world.history.logins()).toBe(logins)
})
