import { describe, expect, test } from '@jest/globals'
import type { Grant } from '../../src/index'
import { prefetch } from '../../src/prefetch'
import type { LaunchOptions } from '../../src/testing'
import { createWorld, outcomes } from '../support/phone'

const MINUTE = 60_000
const FETCHED = '{"session":{"token":"token-1"}}'

/** A phone on which WeChat has fetched a session, and an app that notes what it is given of it. */
function setUp(launch: LaunchOptions = {}) {
  const world = createWorld({ launch: { prefetch: FETCHED, ...launch } })
  // token-1, which the data brings; that of a login is token-2.
  world.server.issue()
  const parsed: string[] = []
  const auth = world.auth({
    storage: false,
    prefetch: prefetch((data) => {
      parsed.push(data)
      return (JSON.parse(data) as { session: Grant }).session
    }),
  })
  return { world, auth, parsed }
}

test.each([[''], [7], [undefined]])('%j is not given to `prefetch`', async (fetchedData) => {
  const { world, auth, parsed } = setUp()
  world.script('getBackgroundFetchData', { result: { fetchedData } })
  expect((await world.until(auth.ensureLogin())).token).toBe('token-2')
  expect(parsed).toEqual([])
})

test.each([
  ['5 minutes old', -5 * MINUTE, 'token-1'],
  ['older', -5 * MINUTE - 1, 'token-2'],
  ['5 minutes ahead, by a clock that was set', 5 * MINUTE, 'token-1'],
  ['further ahead', 5 * MINUTE + 1, 'token-2'],
])('data that is %s', async (_, age, token) => {
  const { world, auth } = setUp()
  const timeStamp = world.clock.now() + age
  world.script('getBackgroundFetchData', { sync: true, result: { timeStamp } })
  expect((await world.until(auth.ensureLogin())).token).toBe(token)
})

describe('what the platform does not tell is no reason to refuse the data', () => {
  test('of the fetch', async () => {
    const { world, auth } = setUp()
    world.script('getBackgroundFetchData', { result: { path: undefined, scene: undefined } })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
  })

  test('of the launch', async () => {
    const { world, auth } = setUp()
    Object.assign(world.wx, { getLaunchOptionsSync: undefined })
    expect((await world.until(auth.ensureLogin())).token).toBe('token-1')
  })
})

test('data that comes after the login is not even read', async () => {
  const { world, auth, parsed } = setUp({ prefetchDelay: 1000 })
  await world.until(auth.ensureLogin())
  await world.advance(2000)
  expect(parsed).toEqual([])
})

test('the user’s own login() is by a code of its own', async () => {
  const { world, auth } = setUp()
  expect((await world.until(auth.login())).token).toBe('token-2')
  expect(world.history.count('getBackgroundFetchData')).toBe(0)
})

test('what was fetched at the launch is asked for once', async () => {
  const { world, auth } = setUp({ prefetch: undefined })
  world.script('login', { outcome: 'fail', times: 1 })
  await world.until(outcomes([auth.ensureLogin()]))
  await world.advance(10_000)
  await world.until(auth.ensureLogin())
  expect(world.history.logins()).toBe(2)
  expect(world.history.count('getBackgroundFetchData')).toBe(1)
})
