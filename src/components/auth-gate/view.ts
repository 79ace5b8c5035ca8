import { sessionOf } from '../../session/session-of'
import type { AuthState } from '../../session/types'
import type { GateView } from '../events'

/** Which slot to show after the present one ('' at first). `auto`: the gate asks for the login itself. */
export function viewOf(state: AuthState, auto: boolean, shown: GateView | ''): GateView {
  if (sessionOf(state)) return 'content'
  // The same user logs in again: keep what they look at.
  const waiting = shown === 'content' ? 'content' : 'loading'
  switch (state.status) {
    case 'anonymous':
      return auto ? waiting : 'guest'
    case 'loggingIn':
      return state.reason === 'user' ? 'loading' : waiting
    case 'loggedOut':
      return 'guest'
    case 'unavailable':
      // A page opened from Moments shows what is public.
      return 'guest'
    case 'unbound':
      return 'unbound'
    case 'failed':
      // A user who does not want to log in is a guest: nothing has failed.
      return state.error.code === 'USER_DENIED' ? 'guest' : 'failed'
    default:
      return 'loading'
  }
}
