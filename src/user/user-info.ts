import type { WxUserInfo } from '../platform/wx-port'
import { checkHandler } from './handler-options'
import { grantFailure, isGranted, type ButtonDetail } from './grant-failure'
import { freshKey, staleData } from './fresh-key'
import { handedOver, oneAtATime, report, type GrantOptions, type TapContext, type TapEvent } from './tap'

/** What the user allowed. */
export interface UserInfo extends WxUserInfo {
  /** The placeholder that WeChat gives since 2021 (微信用户, grey avatar): ask for nickname and avatar yourself. */
  anonymous: boolean
}

export type UserInfoEvent = TapEvent<ButtonDetail & Partial<WxUserInfo>>

/** The nickname of all anonymous profiles; who calls himself so is as good as one. */
const ANONYMOUS = '微信用户'

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html bindgetuserinfo */
export function withUserInfo<User, Page, Result>(
  context: TapContext<User>,
  handler: (this: Page, info: UserInfo, event: UserInfoEvent) => Result,
  options: GrantOptions<Page, UserInfoEvent> = {},
) {
  checkHandler('withUserInfo', handler, options)
  return oneAtATime(context, options, (page: Page, event: UserInfoEvent) => {
    const { detail } = event
    if (!isGranted(detail)) {
      refused(context, options, page, event, detail)
      return undefined
    }
    const handOver = (info: Partial<WxUserInfo>) => handler.call(page, infoOf(info), event)
    // Without encrypted data no key matters, and who is logged in keeps the tap's gesture.
    if (!detail.encryptedData && context.engine.present()) return handOver(detail)
    return handedOver(context, options, page, event, current(context, detail), handOver)
  })
}

/** The data, if the server can read it; else the same data anew, after a login. */
function current<User>(context: TapContext<User>, detail: Partial<WxUserInfo>): Promise<Partial<WxUserInfo>> {
  if (!detail.encryptedData) return context.engine.obtain('user').then(() => detail)
  return freshKey(context).then((wasGood) => (wasGood ? detail : readAnew(context)))
}

function readAnew<User>({ call }: TapContext<User>): Promise<WxUserInfo> {
  return call<WxUserInfo | undefined>(
    'getUserInfo',
    { withCredentials: true },
    { timeout: TIMEOUT, codeOf: (failure) => grantFailure(failure).code },
  ).then((info) => {
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

/** The user said no, or could not be asked. */
export function refused<User, Page, Event>(
  context: TapContext<User>,
  options: GrantOptions<Page, Event>,
  page: Page,
  event: Event,
  detail: ButtonDetail,
) {
  const error = grantFailure(detail)
  const { onDenied } = options
  if (error.code === 'USER_DENIED' && onDenied) context.callOut(() => onDenied.call(page, event))
  else report(context, options, page, event, error)
}
