/* eslint-disable @typescript-eslint/no-explicit-any -- the `this` of a handler in Page({}), and an app's user, are whatever they are */
import type { Auth } from '../auth'
import { freshKey, staleData } from './fresh-key'
import { checkHandler } from './handler-options'
import { isGranted, type ButtonDetail } from './grant-failure'
import { handedOver, oneAtATime, type GrantOptions, type TapEvent } from './tap'
import { refused } from './user-info'

/** What withPhoneNumber() gives: a code, or encrypted data from older clients. */
export interface PhoneNumber {
  /** For getuserphonenumber on your server. Lives five minutes, works once; no login code. Base library 2.21.2. */
  code?: string
  /** From older clients. Your server decrypts it with the session_key. */
  encryptedData?: string
  /** The initial vector for `encryptedData`. */
  iv?: string
  /** With cloud development. Base library 2.7.0. */
  cloudID?: string
}

/** What `bindgetphonenumber` is called with. */
export type PhoneNumberEvent = TapEvent<ButtonDetail & PhoneNumber>

/**
 * For `bindgetphonenumber` and `bindgetrealtimephonenumber`: runs the handler once for each success, which is billed;
 * the same event again, and a second tap meanwhile, are ignored. A `code` comes at once, without a login. Encrypted data
 * needs the session_key: if that has expired, `onError` gets STALE_DATA, and the next tap succeeds. `onError` also gets
 * PHONE_QUOTA_EXCEEDED, USER_BLOCKED and PRIVACY_NOT_AUTHORIZED. Returns what withLogin() returns.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
 * @throws INVALID_OPTIONS at once, for what is no auth, no function or no option.
 * @example
 * Page({
 *   onPhone: withPhoneNumber(auth, ({ code }) => auth.request({ url: '/phone', method: 'POST', data: { code } })),
 * })
 */
export function withPhoneNumber<Page = any, Result = unknown>(
  auth: Auth<any>,
  handler: (this: Page, data: PhoneNumber, event: PhoneNumberEvent) => Result,
  options: GrantOptions<Page, PhoneNumberEvent> = {},
): (this: Page, event: PhoneNumberEvent) => Result | Promise<Result | undefined> | undefined {
  const door = checkHandler('withPhoneNumber', auth, handler, options)
  // Some phones tell of one success twice, or tell two instances of a component; it works once.
  const seen = new Set<string>()
  return oneAtATime(door, options, (page: Page, event: PhoneNumberEvent) => {
    const { detail } = event
    const { code, encryptedData, iv, cloudID } = detail
    if (!isGranted(detail)) {
      refused(door, options, page, event, detail)
      return undefined
    }
    const success = code || encryptedData || cloudID
    if (success) {
      if (seen.has(success)) return undefined
      seen.add(success)
    }
    const handOver = () => handler.call(page, { code, encryptedData, iv, cloudID }, event)
    // The code needs neither a login nor a key.
    if (code || !encryptedData) return handOver()
    const readable = freshKey(door).then((wasGood) => {
      // It cannot be asked for again without another tap.
      if (!wasGood) throw staleData()
    })
    return handedOver(door, options, page, event, readable, handOver)
  })
}
