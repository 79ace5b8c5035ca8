import type { AuthState } from '../session/types'

/** May a component log in without the user's asking for it? */
export function mayLogIn(state: AuthState): boolean {
  switch (state.status) {
    case 'loggedOut':
    case 'unbound':
      return false
    case 'failed':
      // They have said no to `confirmLogin`.
      return state.error.code !== 'USER_DENIED'
    default:
      return true
  }
}
