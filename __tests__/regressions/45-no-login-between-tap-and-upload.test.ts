import { describe, expect, test } from '@jest/globals'
import { calls, loggedIn, ok } from './support'

/** A handler as the button's tap calls it. Each wx.login replaces the key that encrypts the data. */
async function setUp() {
  const { world, auth } = await loggedIn()
  world.server.route('POST', '/profile', ({ data }) => {
    const { encryptedData } = data as { encryptedData: string }
    const profile = world.server.decrypt(encryptedData)
    return profile === null ? { statusCode: 400, data: 'it cannot be decrypted' } : { data: profile }
  })
  const read = () => world.wechat.encrypt({ nickName: '小明' })
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
    expect(await world.until(onTap())).toEqual(ok)
    expect(calls(world)).toEqual(['checkSession', 'request'])
  })

  test('a stale key: one login, before the data is read', async () => {
    const { world, auth, onTap } = await setUp()
    // Known to be good a moment ago; the login in between may have replaced it.
    await world.until(auth.checkSession())
    await world.until(auth.login({ force: true }))
    world.wechat.expireSessionKey()
    world.history.clear()
    expect(await world.until(onTap())).toEqual(ok)
    expect(calls(world)).toEqual(['checkSession', 'login', 'request', 'request'])
  })
})
