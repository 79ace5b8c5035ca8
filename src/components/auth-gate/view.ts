import { sessionOf } from '../../session/session-of'
import type { AuthState } from '../../session/types'
import type { GateView } from '../events'

/** Which slot is shown, given the one that is shown now ('' at first). `auto`: the gate itself asks for the login. */
export function viewOf(state: AuthState, auto: boolean, shown: GateView | ''): GateView {
  if (sessionOf(state)) return 'content'
  // The same user logs in again: what he looks at stays.
  const waiting = shown === 'content' ? 'content' : 'loading'
  switch (state.status) {
    case 'anonymous':
      return auto ? waiting : 'guest'
    case 'loggingIn':
      return state.reason === 'user' ? 'loading' : waiting
    case 'loggedOut':
      return 'guest'
    case 'unavailable':
      // A page from Moments shows what is public.
      return 'guest'
    case 'unbound':
      return 'unbound'
    case 'failed':
      // Who does not want to log in is a guest, and nothing has failed.
      return state.error.code === 'USER_DENIED' ? 'guest' : 'failed'
    default:
      return 'loading'
  }
}
