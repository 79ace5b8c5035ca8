/* eslint-disable @typescript-eslint/no-explicit-any -- the `this` of a handler in Page({}), and an app's user, are whatever they are */
import type { Auth } from '../auth'
import { checkHandler } from './handler-options'
import { isGranted, type ButtonDetail } from './grant-failure'
import { afterLogin, oneAtATime, type GrantOptions, type TapEvent } from './tap'
import { refused } from './user-info'

/** What withAvatar() gives. */
export interface Avatar {
  /** A temporary path, for uploadFile(). */
  avatarUrl: string
}

/** What `bindchooseavatar` is called with. */
export type AvatarEvent = TapEvent<ButtonDetail & Partial<Avatar>>

/**
 * For `bindchooseavatar`: runs the handler with `{ avatarUrl }`, a temporary path, when the user is logged in. Returns
 * what withLogin() returns. Base library 2.21.2.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/userProfile.html
 * @throws INVALID_OPTIONS at once, for what is no auth, no function or no option.
 * @example
 * Page({
 *   onAvatar: withAvatar(auth, ({ avatarUrl }) => auth.uploadFile({ url: '/avatar', filePath: avatarUrl, name: 'file' })),
 * })
 */
export function withAvatar<Page = any, Result = unknown>(
  auth: Auth<any>,
  handler: (this: Page, avatar: Avatar, event: AvatarEvent) => Result,
  options: GrantOptions<Page, AvatarEvent> = {},
): (this: Page, event: AvatarEvent) => Result | Promise<Result | undefined> | undefined {
  const door = checkHandler('withAvatar', auth, handler, options)
  return oneAtATime(door, options, (page: Page, event: AvatarEvent) => {
    const { detail } = event
    const { avatarUrl, errMsg } = detail
    // A success has no errMsg.
    if (!avatarUrl || (errMsg !== undefined && !isGranted(detail))) {
      refused(door, options, page, event, detail)
      return undefined
    }
    return afterLogin(door, options, page, event, () => handler.call(page, { avatarUrl }, event))
  })
}
