import type { TapContext } from './tap'

/** ms; WeChat replaces keys at any time, so an older yes is none where data is to be read. */
const FRESH = 60_000

/**
 * Makes sure of a session and of its session_key; resolves with whether both were there already, and nothing has called
 * wx.login since the tap: then data that was encrypted before can be read. If not it cannot, as a login may replace the
 * key (tencentyun/wafer2-startup#132). Rejects with the error of the login.
 */
export function freshKey<User>({ logins, sessionKey, restored }: TapContext<User>): Promise<boolean> {
  const before = sessionKey.replacements
  const isUndisturbed = () =>
    logins.present() !== null && !logins.isUnderWay && sessionKey.replacements === before
  return restored
    .then(() => {
      if (!isUndisturbed()) return false
      // An outage is no expiry: the server will tell.
      const check = sessionKey.check(FRESH).catch(() => true)
      return check.then((isGood) => isGood && isUndisturbed())
    })
    .then((isGood) => {
      if (isGood) return true
      // The login of somebody else has brought a new key already.
      const wish = sessionKey.replacements === before ? 'force' : 'user'
      return logins.obtain(wish).then(() => false)
    })
}
