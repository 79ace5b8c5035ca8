import type { AuthState, Session } from './types'

/** The session that a state holds, if it holds one. */
export function sessionOf<User>(state: AuthState<User>): Session<User> | null {
  return 'session' in state ? state.session : null
}
