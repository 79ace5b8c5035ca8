import type { RouteContext } from '../app'
import type { User } from '../store/users'
import type { Identity } from '../wechat/client'
import type { EncryptedData } from '../wechat/crypto'
import { staleKeyError } from '../wechat/encrypted'
import { openUserInfo, type UserInfo } from '../wechat/user-info'

/** What wx.getUserInfo encrypted, read within a login. Throws ApiErrors. */
export function openProfile({ appid }: RouteContext, data: EncryptedData, identity: Identity) {
  try {
    return openUserInfo(data, identity, appid)
  } catch (error) {
    throw staleKeyError(error)
  }
}

/** Since 2021 wx.getUserInfo calls everybody 微信用户: what the user has chosen himself must stay. */
export function keepFirstProfile(
  { users }: RouteContext,
  user: User,
  { nickName, avatarUrl }: UserInfo,
): User {
  if (user.nickName === null) users.setProfile(user.id, { nickName, avatarUrl })
  return users.get(user.id) ?? user
}
