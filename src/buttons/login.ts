/* eslint-disable @typescript-eslint/no-explicit-any -- `this` and the event of a handler in Page({}), and an app's user, are whatever they are */
import type { Auth } from '../auth'
import { checkHandler } from './handler-options'
import { afterLogin, oneAtATime, type TapOptions } from './tap'

/**
 * Makes a tap handler that runs when the user is logged in: at once if they are, so that the tap's gesture holds, else
 * after a login. A second tap meanwhile is ignored. A login that failed goes to `onError`, or is a 'warning' event.
 * Returns what the handler returns, or a promise of it, which rejects with the handler's own error only; undefined if
 * the handler has not run.
 * @throws INVALID_OPTIONS at once, for what is no auth, no function or no option.
 * @example
 * Page({
 *   onBuy: withLogin(auth, function () { this.setData({ step: 'pay' }) }),
 * })
 */
export function withLogin<Page = any, Event = any, Result = unknown>(
  auth: Auth<any>,
  handler: (this: Page, event: Event) => Result,
  options: TapOptions<Page, Event> = {},
): (this: Page, event: Event) => Result | Promise<Result | undefined> | undefined {
  const door = checkHandler('withLogin', auth, handler, options)
  return oneAtATime(door, options, (page: Page, event: Event) =>
    afterLogin(door, options, page, event, () => handler.call(page, event)),
  )
}
