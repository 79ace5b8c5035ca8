import { expect, test } from '@jest/globals'
import { loggedIn, ok } from './support'

test('login({ force: true }) always runs (IvinWu/weRequest#54)', async () => {
  const { world, auth } = await loggedIn()
  const session = await world.clock.until(auth.login({ force: true }))
  expect(session.token).toBe('token-2')
  expect(world.history.filter(({ type }) => type !== 'storage')).toMatchObject([
    { type: 'login' },
    { type: 'request' },
    { type: 'answer' },
  ])
})

test('checkSession alone never ends the app’s session unless so configured (IvinWu/weRequest#54)', async () => {
  const { world, auth } = await loggedIn()
  world.wx.checkSession = ({ fail }) => fail?.({ errMsg: 'checkSession:fail -13001, session time out' })
  expect(await world.clock.until(auth.checkSession())).toBe(false)
  expect(auth.session?.token).toBe('token-1')
  expect(await world.clock.until(auth.request({ url: '/orders' }))).toEqual(ok)
  expect(await world.clock.until(world.restart().auth().request({ url: '/orders' }))).toEqual(ok)
  expect(world.count('login')).toBe(0)

  const strict = world.restart().auth({ sessionKey: 'onLaunch' })
  await world.clock.until(strict.request({ url: '/orders' }))
  expect(world.count('login')).toBe(1)
})
