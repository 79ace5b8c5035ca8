import type { TapContext } from './tap'

/** ms; WeChat replaces keys at any time, so an older yes is none where data is to be read. */
const FRESH = 60_000

/**
 * Makes sure of a session and of its session_key; resolves with whether both were there already. If so nothing has
 * called wx.login, and data that was encrypted before can be read; if not it cannot, as the login may have replaced
 * the key (tencentyun/wafer2-startup#132). Rejects with the error of the login.
 */
export function freshKey<User>({ logins, sessionKey, restored }: TapContext<User>): Promise<boolean> {
  return restored
    .then(() => {
      if (!logins.usable()) return false
      // An outage is no expiry: the server will tell.
      return sessionKey.check(FRESH).catch(() => true)
    })
    .then((isGood) => isGood || logins.obtain('force').then(() => false))
}
