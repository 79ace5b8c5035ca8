import { z } from 'zod'
import { text } from '../http/body'
import { ApiError } from '../http/errors'
import type { EncryptedData } from './crypto'
import { openEncrypted } from './encrypted'

// The URL parser skips control characters; SQL and pages would not.
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .regex(/^[^\s\p{C}]*$/u, 'must not contain blanks')

/** Loose: WeChat's userInfo has more fields (gender, city, ...) than we keep. */
export const userInfo = z.looseObject({
  nickName: text(64),
  avatarUrl: z.union([z.literal(''), webAddress]),
})

export type UserInfo = z.output<typeof userInfo>

const encryptedUserInfo = userInfo.extend({ openId: z.string(), unionId: z.string().optional() })

/** The profile that WeChat encrypted for this user. Throws ApiErrors, and SessionKeyMismatch for a stale key. */
export function openUserInfo(
  data: EncryptedData,
  { openid, sessionKey }: { openid: string; sessionKey: string },
  appid: string,
): UserInfo & { unionId?: string } {
  const { openId, ...profile } = openEncrypted(data, { sessionKey, appid }, encryptedUserInfo)
  if (openId !== openid) {
    throw new ApiError(403, 'OPENID_MISMATCH', 'The data belongs to another user than the session.')
  }
  return profile
}
