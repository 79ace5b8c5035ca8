import { freshKey, staleData } from './fresh-key'
import { checkHandler } from './handler-options'
import { isGranted, type ButtonDetail } from './grant-failure'
import { handedOver, oneAtATime, type GrantOptions, type TapContext, type TapEvent } from './tap'
import { refused } from './user-info'

/** What withPhoneNumber() gives: a code, or of older clients encrypted data. */
export interface PhoneNumber {
  /** For getuserphonenumber on the server; five minutes, once; it is no login code. Base library 2.21.2. */
  code?: string
  /** For older clients, to be read with the session_key. */
  encryptedData?: string
  /** Belongs to `encryptedData`. */
  iv?: string
  /** For cloud functions. Base library 2.7.0. */
  cloudID?: string
}

export type PhoneNumberEvent = TapEvent<ButtonDetail & PhoneNumber>

/**
 * Each success is billed, so a second tap meanwhile is ignored, and each is handed over once.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
 */
export function withPhoneNumber<User, Page, Result>(
  context: TapContext<User>,
  handler: (this: Page, data: PhoneNumber, event: PhoneNumberEvent) => Result,
  options: GrantOptions<Page, PhoneNumberEvent> = {},
) {
  checkHandler('withPhoneNumber', handler, options)
  return oneAtATime(context, options, (page: Page, event: PhoneNumberEvent) => {
    const { detail } = event
    const { code, encryptedData, iv, cloudID } = detail
    if (!isGranted(detail)) {
      refused(context, options, page, event, detail)
      return undefined
    }
    const handOver = () => handler.call(page, { code, encryptedData, iv, cloudID }, event)
    // The code needs neither a login nor a key.
    if (code || !encryptedData) return handOver()
    const readable = freshKey(context).then((wasGood) => {
      // It cannot be read anew without another tap.
      if (!wasGood) throw staleData()
    })
    return handedOver(context, options, page, event, readable, handOver)
  })
}
