import { AuthError } from '../auth-error'
import type { Door } from '../door'

/** ms; WeChat replaces keys at any time, so an older yes is none where data is to be read. */
const FRESH = 60_000

/**
 * Makes sure of a session and of its session_key; resolves with whether both were there already, and nothing has called
 * wx.login since the tap: then data that was encrypted before can be read. If not it cannot, as a login may replace the
 * key (tencentyun/wafer2-startup#132). Rejects with the error of the login.
 */
export function freshKey({ engine }: Door): Promise<boolean> {
  const { restored, generation, sessionKey } = engine
  const { replacements: before } = sessionKey
  // A logout holds, and what another user is shown is not this one's.
  const refuseOthers = () => {
    if (generation.ended) throw generation.ended
  }
  // The server has a key of the user's also where that user has no account yet.
  const hasKey = () => engine.state.status === 'unbound' || engine.present() !== null
  const isUndisturbed = () => hasKey() && sessionKey.replacements === before
  return (
    restored
      // An outage is no expiry: the server will tell.
      .then(() => isUndisturbed() && sessionKey.check(FRESH).catch(() => true))
      .then((isGood) => {
        refuseOthers()
        // Whether a login that is under way calls wx.login is known at its end: a renewal by refresh token does not.
        return engine.isLoggingIn() ? engine.obtain('auto').then(() => isGood) : isGood
      })
      .then((isGood) => {
        refuseOthers()
        if (isGood && isUndisturbed()) {
          engine.postponeRenewal()
          return true
        }
        // The login of somebody else has brought a new key already.
        const trigger = sessionKey.replacements === before || sessionKey.isLost ? 'force' : 'user'
        return engine.obtain(trigger).then(() => false)
      })
  )
}

export function staleData(): AuthError {
  return new AuthError(
    'STALE_DATA',
    'What the button brought was encrypted with a session_key that has expired. ' +
      'The key is a new one now: ask for another tap.',
  )
}
