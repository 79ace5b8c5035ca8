import { describe, expect, test } from '@jest/globals'
import { loggedIn } from './support'

/** A handler as the button's tap calls it. Each wx.login replaces the key that encrypts the data. */
async function setUp() {
  const { world, auth } = await loggedIn()
  const read = () => `encrypted with key ${world.count('login')}`
  const { serve } = world
  world.serve = (request, token) =>
    request.url.endsWith('/profile') && request.data !== read()
      ? { statusCode: 400, data: 'it cannot be decrypted' }
      : serve(request, token)
  const onTap = async () => {
    let data = read()
    if (!(await auth.checkSession())) {
      await auth.login({ force: true })
      data = read()
    }
    return auth.request({ url: '/profile', method: 'POST', data })
  }
  return { world, auth, onTap }
}

describe('no wx.login between tap and upload; a stale key: log in first, then read fresh data (tencentyun/wafer2-startup#132, NervJS/taro#4238)', () => {
  test('a good key: neither checkSession() nor request() logs in', async () => {
    const { world, onTap } = await setUp()
    expect(await world.clock.until(onTap())).toMatchObject({ statusCode: 200 })
    expect(world.history.map(({ type }) => type)).toEqual(['checkSession', 'request', 'answer'])
  })

  test('a stale key: one login, before the data is read', async () => {
    const { world, auth, onTap } = await setUp()
    // Known to be good a moment ago; the login in between may have replaced it.
    await world.clock.until(auth.checkSession())
    await world.clock.until(auth.login({ force: true }))
    world.wx.checkSession = ({ fail }) => fail?.({ errMsg: 'checkSession:fail -13001, session time out' })
    world.history.length = 0
    expect(await world.clock.until(onTap())).toMatchObject({ statusCode: 200 })
    expect(world.count('login')).toBe(1)
  })
})
