import { AuthError } from '../auth-error'
import type { Door } from '../door'

/** ms; WeChat may replace a key at any time, so an older yes does not count where data is to be read. */
const FRESH = 60_000

/**
 * Makes sure of a session and its session_key. Resolves with whether both were there already and nothing has called
 * wx.login since the tap. Only then can data encrypted before be read, as a login may replace the key
 * (tencentyun/wafer2-startup#132). Rejects with the error of the login.
 */
export function freshKey({ engine }: Door): Promise<boolean> {
  const { restored, generation, sessionKey } = engine
  const { replacements: before } = sessionKey
  // Stop after a logout or a change of the user: the data is the former user's.
  const refuseOthers = () => {
    if (generation.ended) throw generation.ended
  }
  // The server has the key of a user without an account, too.
  const hasKey = () => engine.state.status === 'unbound' || engine.present() !== null
  const isUndisturbed = () => hasKey() && sessionKey.replacements === before
  return (
    restored
      // An outage is not an expiry: assume that the key is good.
      .then(() => isUndisturbed() && sessionKey.check(FRESH).catch(() => true))
      .then((isGood) => {
        refuseOthers()
        // Only at its end is it known whether a login has called wx.login: a renewal by refresh token has not.
        return engine.isLoggingIn() ? engine.obtain('auto').then(() => isGood) : isGood
      })
      .then((isGood) => {
        refuseOthers()
        if (isGood && isUndisturbed()) {
          engine.postponeRenewal()
          return true
        }
        // A login would put the WeChat user in the place of another account.
        if (!engine.isReplaceable())
          throw staleData('login({ force: true }) brings a new one, for the WeChat user.')
        // If another login has brought a new key already, its session will do.
        const isKeyNew = sessionKey.replacements !== before && !sessionKey.isLost
        return engine.obtain(engine.present() && !isKeyNew ? 'force' : 'tap').then(() => false)
      })
  )
}

export function staleData(advice = 'The key is a new one now: ask for another tap.'): AuthError {
  return new AuthError('STALE_DATA', `The session_key that encrypted this has expired. ${advice}`)
}
