/* eslint-disable @typescript-eslint/no-explicit-any -- the `this` of a handler in Page({}), and an app's user, are whatever they are */
import type { Auth } from '../auth'
import type { Door } from '../door'
import type { WxUserInfo } from '../platform/wx-port'
import { checkHandler } from './handler-options'
import { grantFailure, isGranted, type ButtonDetail } from './grant-failure'
import { freshKey, staleData } from './fresh-key'
import { handedOver, oneAtATime, report, type GrantOptions, type TapEvent } from './tap'

/** What withUserInfo() gives. */
export interface UserInfo extends WxUserInfo {
  /** Is it the placeholder that WeChat gives since 2021 (微信用户, grey avatar)? Then ask for name and avatar yourself. */
  anonymous: boolean
}

/** What `bindgetuserinfo` is called with. */
export type UserInfoEvent = TapEvent<ButtonDetail & Partial<WxUserInfo>>

/** The nickname of all anonymous profiles; a user who has chosen it counts as one. */
const ANONYMOUS = '微信用户'

/**
 * For `bindgetuserinfo`: runs the handler with data that your server can decrypt. Does not call wx.login, which may
 * replace the session_key, between the tap and the handler; if the key has expired, it logs in and reads the data
 * again. Returns what withLogin() returns.
 * https://developers.weixin.qq.com/miniprogram/dev/component/button.html
 * @throws INVALID_OPTIONS at once, for what is no auth, no function or no option.
 * @example
 * Page({
 *   onProfile: withUserInfo(auth, ({ encryptedData, iv }) =>
 *     auth.request({ url: '/profile', method: 'POST', data: { encryptedData, iv } }),
 *   ),
 * })
 */
export function withUserInfo<Page = any, Result = unknown>(
  auth: Auth<any>,
  handler: (this: Page, info: UserInfo, event: UserInfoEvent) => Result,
  options: GrantOptions<Page, UserInfoEvent> = {},
): (this: Page, event: UserInfoEvent) => Result | Promise<Result | undefined> | undefined {
  const door = checkHandler('withUserInfo', auth, handler, options)
  return oneAtATime(door, options, (page: Page, event: UserInfoEvent) => {
    const { detail } = event
    if (!isGranted(detail)) {
      refused(door, options, page, event, detail)
      return undefined
    }
    const handOver = (info: Partial<WxUserInfo>) => handler.call(page, infoOf(info), event)
    // Without encrypted data no key is needed, and a user who is logged in keeps the tap's gesture.
    if (!detail.encryptedData && door.engine.present()) return handOver(detail)
    return handedOver(door, options, page, event, current(door, detail), ({ info, key }) => {
      // Another login may have begun since the data was read.
      if (!info.encryptedData || key === door.engine.sessionKey.replacements) return handOver(info)
      report(door, options, page, event, staleData())
      return undefined
    })
  })
}

/** The data if the server can read it, else the same data read again after a login. */
function current(door: Door, detail: Partial<WxUserInfo>): Promise<Current> {
  const { engine } = door
  const withKey = (info: Partial<WxUserInfo>, key: number) => ({ info, key })
  const key = () => engine.sessionKey.replacements
  if (!detail.encryptedData) return engine.obtain('tap').then(() => withKey(detail, key()))
  return freshKey(door).then((wasGood) => {
    const read = key()
    return wasGood ? withKey(detail, read) : readAnew(door).then((info) => withKey(info, read))
  })
}

/** Data, and how often the session_key may have been replaced before it was read. */
interface Current {
  info: Partial<WxUserInfo>
  key: number
}

function readAnew({ platform }: Door): Promise<WxUserInfo> {
  return platform
    .call<WxUserInfo | undefined>(
      'getUserInfo',
      { withCredentials: true },
      { timeout: TIMEOUT, codeOf: (failure) => grantFailure(failure).code },
    )
    .then((info) => {
      // Some platforms succeed with nothing.
      if (!info?.encryptedData) throw staleData()
      return info
    })
}

/** ms */
const TIMEOUT = 10_000

function infoOf({ userInfo, rawData, signature, encryptedData, iv, cloudID }: Partial<WxUserInfo>): UserInfo {
  const anonymous = userInfo?.nickName === ANONYMOUS
  return { userInfo, rawData, signature, encryptedData, iv, cloudID, anonymous } as UserInfo
}

/** Reports that the user said no, or could not be asked. */
export function refused<Page, Event>(
  door: Door,
  options: GrantOptions<Page, Event>,
  page: Page,
  event: Event,
  detail: ButtonDetail,
) {
  const error = grantFailure(detail)
  const { onDenied } = options
  if (error.code === 'USER_DENIED' && onDenied) door.platform.callOut(() => onDenied.call(page, event))
  else report(door, options, page, event, error)
}
