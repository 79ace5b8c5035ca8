import { describe, expect, test } from '@jest/globals'
import { prefetch } from '../../src/prefetch'
import { createWorld, outcomes } from '../support/phone'

/** The second start of an app that asks for the session_key at launch. */
async function restarted() {
  const world = createWorld()
  await world.until(world.auth().ensureLogin())
  await world.advance(10)
  world.history.clear()
  world.restart()
  return world
}

describe('sessionKey: onLaunch', () => {
  test('asks nothing when nothing is stored', async () => {
    const world = createWorld()
    await world.until(world.auth({ sessionKey: 'onLaunch' }).ensureLogin())
    expect(world.history.count('checkSession')).toBe(0)
  })

  test('a session that was set while the key was asked for stays, whatever the answer', async () => {
    const world = await restarted()
    world.wechat.expireSessionKey()
    const auth = world.auth({ sessionKey: 'onLaunch' })
    await world.advance(5)
    expect(world.history.count('checkSession')).toBe(1)
    void auth.setSession({ token: 'token-7' }, { wechat: true })
    await world.advance(1000)
    expect(auth.session?.token).toBe('token-7')
  })
})

describe('while storage is being read', () => {
  test('a session that is set is not sent with an optional request from before', async () => {
    const world = await restarted()
    const auth = world.auth()
    const request = auth.request({ url: '/public/news', auth: 'optional' })
    void auth.setSession({ token: 'token-7' }, { wechat: true })
    await expect(world.until(request)).resolves.toMatchObject({ statusCode: 200 })
    expect(world.history.sends().map(({ token }) => token)).toEqual([null])
  })
})

test('an answer to wx.checkSession from before a login does not undo the one from after it', async () => {
  const world = createWorld()
  const auth = world.auth()
  await world.until(auth.login())
  world.script('checkSession', { outcome: 'fail', errMsg: 'session time out', latency: 500, times: 1 })
  const early = auth.checkSession()
  await world.until(auth.login({ force: true }))
  expect(await world.until(auth.checkSession())).toBe(true)
  expect(await world.until(early)).toBe(false)
  expect(await world.until(auth.checkSession())).toBe(true)
  expect(world.history.count('checkSession')).toBe(2)
})

test('a token that WeChat refused is told again with the next session, and not before', async () => {
  const world = createWorld()
  world.script('setBackgroundFetchToken', { outcome: 'fail' })
  const auth = world.auth({ prefetch: prefetch(() => null, { token: true }) })
  await world.advance(100)
  await world.until(outcomes([auth.ensureLogin()]))
  const told = world.history.calls('setBackgroundFetchToken').map(({ options }) => options)
  expect(told).toEqual([{ token: '' }, { token: 'token-1' }])
})
