import type { AuthState } from '../session/types'

/** May a component begin a login that the user has not asked for? Not where it needs his word. */
export function mayLogIn(state: AuthState): boolean {
  switch (state.status) {
    case 'loggedOut':
    case 'unbound':
      return false
    case 'failed':
      // `confirmLogin` has asked him already.
      return state.error.code !== 'USER_DENIED'
    default:
      return true
  }
}
