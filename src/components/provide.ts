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
 * Tells the components whose login they show, those that wait for it included; in app.ts, once. A further call puts
 * another auth in its place. An independent sub-package has a copy of its own to tell.
 */
export function provideAuth<User>(auth: Auth<User>): void {
  // What it is used for is a page's to come, where nobody would see why it fails.
  doorOf('provideAuth', auth)
  // The components show what a user is, and never look into it.
  const given = auth as unknown as Auth
  provided = given
  Array.from(followers).forEach((follower) => followers.has(follower) && follower.call(given))
}

/** For the components: calls back with the auth, now or as soon as there is one, and with each after it. */
export function followAuth(call: Follower): () => void {
  const follower = { call }
  followers.add(follower)
  if (provided) call(provided)
  return () => void followers.delete(follower)
}
