import { checkHandler } from './handler-options'
import { isGranted, type ButtonDetail } from './grant-failure'
import { afterLogin, type GrantOptions, type TapContext, type TapEvent } from './tap'
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
  const handOver = afterLogin(
    context,
    function (this: Page, event: AvatarEvent) {
      return handler.call(this, { avatarUrl: String(event.detail.avatarUrl) }, event)
    },
    options,
  )
  return function (this: Page, event: AvatarEvent) {
    const { detail } = event
    // A success bears no errMsg.
    if (detail.avatarUrl && (detail.errMsg === undefined || isGranted(detail)))
      return handOver.call(this, event)
    refused(context, options, this, event, detail)
    return undefined
  }
}
