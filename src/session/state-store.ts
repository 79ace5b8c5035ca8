import type { Channel } from './notifier'
import { transition, type AuthTransition } from './transition'
import type { AuthState } from './types'

export interface StateStore<User> {
  readonly state: AuthState<User>
  dispatch(event: AuthTransition<User>): void
}

/** Holds the state, and tells the changes: one notification a transition, none where nothing changed. */
export function createStateStore<User>(
  changes: Channel<[state: AuthState<User>, previous: AuthState<User>]>,
): StateStore<User> {
  let state: AuthState<User> = { status: 'restoring' }
  return {
    get state() {
      return state
    },
    dispatch(event) {
      const previous = state
      state = transition(previous, event)
      if (state !== previous) changes.send([state, previous])
    },
  }
}
