import { expect } from '@jest/globals'
import type { AuthOptions } from '../../src/options'
import { createWorld } from '../support/phone'

export const refusal = (code: string): unknown => expect.objectContaining({ name: 'AuthError', code })

/** A phone, an auth, and a list of its warnings; logged in unless said otherwise. */
export async function setUp(options: Partial<AuthOptions> = {}, isLoggedIn = true) {
  const world = createWorld()
  const auth = world.auth(options)
  const warnings: string[] = []
  auth.on('warning', ({ code }) => warnings.push(code))
  if (isLoggedIn) await world.until(auth.ensureLogin())
  await world.advance(10)
  world.history.clear()
  return { world, auth, warnings }
}

/** What the user's tap on `<button open-type="getUserInfo">` brings, encrypted with the present session_key. */
export function profileEvent(world: Awaited<ReturnType<typeof setUp>>['world'], nickName = '小明') {
  const userInfo = { nickName, avatarUrl: 'https://thirdwx.qlogo.cn/xm' }
  const data = world.wechat.encrypt({ ...userInfo, openId: world.wechat.openid })
  return {
    detail: {
      errMsg: 'getUserInfo:ok',
      userInfo,
      rawData: JSON.stringify(userInfo),
      signature: 'signature',
      ...data,
    },
  }
}
