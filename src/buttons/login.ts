/* eslint-disable @typescript-eslint/no-explicit-any -- `this` and the event of a handler in Page({}), and an app's user, are whatever they are */
import type { Auth } from '../auth'
import { checkHandler } from './handler-options'
import { afterLogin, oneAtATime, type TapOptions } from './tap'

/**
 * A tap handler that runs when the user is logged in: at once, so that the tap's gesture holds, if that is so already. A
 * second tap meanwhile is ignored. Without `onError`, a login that failed is a 'warning' event. The handler's result is
 * returned, or a promise of it, which never rejects but with the handler's own error; undefined where it has not run.
 * @throws INVALID_OPTIONS, at once, for what is no auth, no function or no option.
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
