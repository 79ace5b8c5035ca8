import { describe, expect, test } from '@jest/globals'
import type { WxFailure } from '../../src/platform/wx-port'
import { createWorld, outcomes, type World } from '../support/phone'

test('ten who ask at once share one wx.checkSession, and a yes holds', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  const answers = await world.until(Promise.all(Array.from({ length: 10 }, () => auth.checkSession())))
  expect(answers).toEqual(Array(10).fill(true))
  expect(await auth.checkSession()).toBe(true)
  expect(world.history.count('checkSession')).toBe(1)
})

test('every login ends what is known of the key', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  await world.until(auth.checkSession())
  await world.until(auth.login({ force: true }))
  await world.until(auth.checkSession())
  expect(world.history.count('checkSession')).toBe(2)
})

test('a no is asked again', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  world.wechat.expireSessionKey()
  expect(await world.until(auth.checkSession())).toBe(false)
  expect(await world.until(auth.checkSession())).toBe(false)
  expect(world.history.count('checkSession')).toBe(2)
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
    const world = createWorld()
    // Not scripted: one of them has no text, which a script always has.
    world.wx.checkSession = ({ fail }) => fail?.(failure)
    const [answer] = await outcomes([world.auth().checkSession()])
    if (expected === false) expect(answer).toBe(false)
    else expect(answer).toMatchObject({ code: expected })
  })

  test('an answer from the cache says nothing, and no answer neither', async () => {
    const world = createWorld()
    world.script('checkSession', { outcome: 'fromCache', times: 1 })
    await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'NETWORK' })
    world.script('checkSession', { outcome: 'neither' })
    await expect(world.until(world.auth().checkSession())).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

describe('sessionKey', () => {
  const expire = ({ wechat }: World) => wechat.expireSessionKey()

  async function launch(sessionKey: 'onDemand' | 'onLaunch', meanwhile?: (world: World) => unknown) {
    const world = createWorld()
    await world.until(world.auth().ensureLogin())
    await world.advance(10)
    world.history.clear()
    meanwhile?.(world)
    world.restart()
    const auth = world.auth({ sessionKey })
    let expired = 0
    auth.on('expired', () => expired++)
    await world.until(auth.request({ url: '/orders' }))
    return { world, expired }
  }

  test('onDemand: a start asks nothing', async () => {
    const { world } = await launch('onDemand', expire)
    expect(world.history.count('checkSession') + world.history.logins()).toBe(0)
  })

  test('onLaunch: a good key keeps the session', async () => {
    const { world } = await launch('onLaunch')
    expect([world.history.count('checkSession'), world.history.logins()]).toEqual([1, 0])
  })

  test('onLaunch: an expired key ends the session before anything is sent with it', async () => {
    const { world, expired } = await launch('onLaunch', expire)
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-2'])
    expect(expired).toBe(1)
  })

  test('onLaunch: an outage is not an expiry', async () => {
    const { world } = await launch('onLaunch', ({ script }) =>
      script('checkSession', { outcome: 'fail', errno: 600001 }),
    )
    expect(world.history.logins()).toBe(0)
    expect(world.history.sends('/orders').map(({ token }) => token)).toEqual(['token-1'])
  })
})
