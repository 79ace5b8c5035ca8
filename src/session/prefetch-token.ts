import type { Call } from '../platform/call'
import type { Engine } from './engine'
import { sessionOf } from './session-of'

/** ms */
const TIMEOUT = 5000

/**
 * Keeps the token that WeChat sends along with a data pre-fetch that of the session, so that the app's server knows
 * whose data it is. None after a logout. Base library 2.8.0; where it is missing, pre-fetch sends a login code.
 * https://developers.weixin.qq.com/miniprogram/dev/api/storage/background-fetch/wx.setBackgroundFetchToken.html
 */
export function keepPrefetchToken<User>(call: Call, engine: Pick<Engine<User>, 'changes' | 'state'>) {
  let known: string | undefined
  engine.changes.add(() => {
    // What is told may be over: a listener before may have logged out.
    const { state } = engine
    if (state.status === 'loggingIn') return
    const token = sessionOf(state)?.token ?? ''
    if (token === known) return
    known = token
    call('setBackgroundFetchToken', { token }, { timeout: TIMEOUT, codeOf: () => 'NETWORK' }).catch(() => {
      // Tried again with the next session; a stale token costs no more than a pre-fetch that finds nobody.
      known = undefined
    })
  })
}
