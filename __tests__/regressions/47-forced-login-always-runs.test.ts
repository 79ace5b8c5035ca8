import { expect, test } from '@jest/globals'
import { calls, loggedIn, ok } from './support'

test('login({ force: true }) always runs (IvinWu/weRequest#54)', async () => {
  const { world, auth } = await loggedIn()
  const session = await world.until(auth.login({ force: true }))
  expect(session.token).toBe('token-2')
  expect(calls(world)).toEqual(['login', 'request'])
  expect(world.history.answers().map(({ url }) => url)).toEqual(['https://api.example.com/login'])
})

test('checkSession alone never ends the app’s session unless so configured (IvinWu/weRequest#54)', async () => {
  const { world, auth } = await loggedIn()
  world.wechat.expireSessionKey()
  expect(await world.until(auth.checkSession())).toBe(false)
  expect(auth.session?.token).toBe('token-1')
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  world.restart()
  expect(await world.until(world.auth().request({ url: '/orders' }))).toEqual(ok)
  expect(world.history.logins()).toBe(0)

  world.restart()
  await world.until(world.auth({ sessionKey: 'onLaunch' }).request({ url: '/orders' }))
  expect(world.history.logins()).toBe(1)
})
