import { describe, expect, test } from '@jest/globals'
import type { WxFailure } from '../../src/platform/wx-port'
import { createWorld, outcomes } from '../support/world'

function failing(failure: WxFailure) {
  const world = createWorld()
  world.wx.checkSession = ({ fail }) => {
    world.history.push({ type: 'checkSession' })
    fail?.(failure)
  }
  return world
}

test('ten who ask at once share one wx.checkSession, and a yes holds', async () => {
  const world = createWorld()
  const auth = world.auth()
  const answers = await world.clock.until(Promise.all(Array.from({ length: 10 }, () => auth.checkSession())))
  expect(answers).toEqual(Array(10).fill(true))
  expect(await auth.checkSession()).toBe(true)
  expect(world.count('checkSession')).toBe(1)
})

test('every login ends what is known of the key', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.clock.until(auth.checkSession())
  await world.clock.until(auth.login())
  await world.clock.until(auth.checkSession())
  expect(world.count('checkSession')).toBe(2)
})

test('a no is asked again', async () => {
  const world = failing({ errMsg: 'checkSession:fail session expired' })
  const auth = world.auth()
  expect(await world.clock.until(auth.checkSession())).toBe(false)
  expect(await world.clock.until(auth.checkSession())).toBe(false)
  expect(world.count('checkSession')).toBe(2)
})

describe('a failure is an expiry, or says nothing', () => {
  test.each<[WxFailure, false | string]>([
    [{}, false],
    [{ errMsg: 'checkSession:fail' }, false],
    [{ errMsg: 'checkSession:fail login session expired' }, false],
    [{ errMsg: 'checkSession:fail -13001, session time out', errno: 1 }, false],
    [{ errMsg: 'checkSession:fail timeout' }, 'TIMEOUT'],
    [{ errMsg: 'checkSession:fail 超时', errno: 5 }, 'TIMEOUT'],
    [{ errMsg: 'checkSession:fail network error' }, 'NETWORK'],
    [{ errMsg: 'checkSession:fail 网络错误', errno: 600001 }, 'NETWORK'],
    [{ errMsg: 'checkSession:fail interrupted', errno: 600003 }, 'INTERRUPTED'],
  ])('%j', async (failure, expected) => {
    const [answer] = await outcomes([failing(failure).auth().checkSession()])
    if (expected === false) expect(answer).toBe(false)
    else expect(answer).toMatchObject({ code: expected })
  })

  test('an answer from the cache says nothing, and no answer neither', async () => {
    const world = createWorld()
    world.answers.checkSession = 'fromCache'
    await expect(world.clock.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'NETWORK' })
    world.answers.checkSession = 'silent'
    await expect(world.clock.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('sessionKey', () => {
  async function launch(sessionKey: 'onDemand' | 'onLaunch', failure?: WxFailure) {
    const world = createWorld()
    await world.clock.until(world.auth().ensureLogin())
    await world.clock.advance(10)
    if (failure) world.wx.checkSession = ({ fail }) => fail?.(failure)
    world.history.length = 0
    const auth = world.restart().auth({ sessionKey })
    let expired = 0
    auth.on('expired', () => expired++)
    await world.clock.until(auth.request({ url: '/orders' }))
    return { world, expired }
  }

  test('onDemand: a start asks nothing', async () => {
    const { world } = await launch('onDemand', { errMsg: 'checkSession:fail' })
    expect(world.count('checkSession') + world.count('login')).toBe(0)
  })

  test('onLaunch: a good key keeps the session', async () => {
    const { world } = await launch('onLaunch')
    expect([world.count('checkSession'), world.count('login')]).toEqual([1, 0])
  })

  test('onLaunch: an expired key ends the session before anything is sent with it', async () => {
    const { world, expired } = await launch('onLaunch', { errMsg: 'checkSession:fail' })
    expect(world.count('login')).toBe(1)
    expect(world.sends('/orders').map(({ token }) => token)).toEqual(['token-2'])
    expect(expired).toBe(1)
  })

  test('onLaunch: an outage is not an expiry', async () => {
    const { world } = await launch('onLaunch', { errMsg: 'checkSession:fail', errno: 600001 })
    expect(world.count('login')).toBe(0)
    expect(world.sends('/orders').map(({ token }) => token)).toEqual(['token-1'])
  })
})

test('checkSession ok and a 401 from the server: the server decides', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.clock.until(auth.ensureLogin())
  world.valid.clear()
  expect(await world.clock.until(auth.checkSession())).toBe(true)
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
  expect(world.count('login')).toBe(2)
})
