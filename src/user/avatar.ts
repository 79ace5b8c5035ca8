import { checkHandler } from './handler-options'
import { isGranted, type ButtonDetail } from './grant-failure'
import { afterLogin, oneAtATime, type GrantOptions, type TapContext, type TapEvent } from './tap'
import { refused } from './user-info'

/** What withAvatar() gives. */
export interface Avatar {
  /** A temporary path, for uploadFile(). */
  avatarUrl: string
}

export type AvatarEvent = TapEvent<ButtonDetail & Partial<Avatar>>

/**
 * For `<button open-type="chooseAvatar" bindchooseavatar>`; the user is logged in when the handler runs. Base library 2.21.2.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/userProfile.html
 */
export function withAvatar<User, Page, Result>(
  context: TapContext<User>,
  handler: (this: Page, avatar: Avatar, event: AvatarEvent) => Result,
  options: GrantOptions<Page, AvatarEvent> = {},
) {
  checkHandler('withAvatar', handler, options)
  return oneAtATime(context, options, (page: Page, event: AvatarEvent) => {
    const { detail } = event
    const { avatarUrl, errMsg } = detail
    // A success bears no errMsg.
    if (!avatarUrl || (errMsg !== undefined && !isGranted(detail))) {
      refused(context, options, page, event, detail)
      return undefined
    }
    return afterLogin(context, options, page, event, () => handler.call(page, { avatarUrl }, event))
  })
}
