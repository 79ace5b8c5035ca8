import type { Auth } from '../auth'
import { doorOf } from '../door'

export type {
  AuthButtonEvent,
  AuthButtonEvents,
  AuthGateEvent,
  AuthGateEvents,
  EventError,
  GateView,
} from './events'

type Follower = (auth: Auth) => void

let provided: Auth | undefined
const followers = new Set<{ call: Follower }>()

/**
 * Gives the components their auth, also those that are waiting for it. Call it once, in app.ts; a further call
 * replaces the auth. An independent sub-package has its own copy of this module: call that, too.
 * @throws INVALID_OPTIONS for what is no auth.
 * @example
 * provideAuth(auth)
 */
export function provideAuth<User>(auth: Auth<User>): void {
  // Checked now: later, in a page, the cause would be hard to find.
  doorOf('provideAuth', auth)
  // The components pass the user on, and never look into it.
  const given = auth as unknown as Auth
  provided = given
  Array.from(followers).forEach((follower) => followers.has(follower) && follower.call(given))
}

/** Calls back with each auth, the present one included. Returns a function that stops that. */
export function followAuth(call: Follower): () => void {
  const follower = { call }
  followers.add(follower)
  if (provided) call(provided)
  return () => void followers.delete(follower)
}
