import type { AuthError } from '../auth-error'
import { sessionOf } from './session-of'
import type { AuthState, LoginReason, LogoutReason, Remembered, Session } from './types'

interface Failure<User> {
  error: AuthError
  retryAt: number
  /** The state in which the login began. */
  before: AuthState<User>
}

export type AuthTransition<User = unknown> =
  | { type: 'restored'; remembered: Remembered<User> }
  | { type: 'loginStarted'; reason: LoginReason }
  | { type: 'granted'; session: Session<User> }
  | { type: 'unbound'; detail: unknown }
  | ({ type: 'loginFailed' } & Failure<User>)
  /** The user does not want to log in. */
  | ({ type: 'declined' } & Failure<User>)
  /** The server rejected the session. */
  | { type: 'expired' }
  /** A login was needed where none is possible. */
  | { type: 'unavailable'; error: AuthError }
  | { type: 'loggedOut'; reason: LogoutReason }
  | { type: 'sessionSet'; session: Session<User> }
  /** The same user's next session came with an answer. */
  | { type: 'renewed'; session: Session<User> }
  /** The present session with another `user`. */
  | { type: 'amended'; session: Session<User> }

/**
 * The next state. Pure. An event that does not fit leaves the state as it is, so that what comes late (a storage read
 * after a logout, an answer to a superseded login) changes nothing.
 */
export function transition<User>(state: AuthState<User>, event: AuthTransition<User>): AuthState<User> {
  switch (event.type) {
    case 'restored':
      return state.status === 'restoring' ? fromMemory(event.remembered) : state
    case 'loginStarted':
      return canLogIn(state)
        ? { status: 'loggingIn', reason: event.reason, session: sessionOf(state) }
        : state
    case 'granted':
      return state.status === 'loggingIn' ? { status: 'authenticated', session: event.session } : state
    case 'unbound':
      return state.status === 'loggingIn' ? { status: 'unbound', detail: event.detail } : state
    case 'loginFailed':
      return state.status === 'loggingIn' ? afterFailure(state.session, event) : state
    case 'declined':
      return state.status === 'loggingIn' ? afterRefusal(state.session, event) : state
    case 'expired':
      return withoutSession(state)
    case 'unavailable':
      // A logout and a missing account come first.
      return state.status === 'anonymous' || state.status === 'failed'
        ? { status: 'unavailable', error: event.error }
        : state
    case 'loggedOut':
      return state.status === 'loggedOut' && state.reason === event.reason
        ? state
        : { status: 'loggedOut', reason: event.reason }
    case 'sessionSet':
      return { status: 'authenticated', session: event.session }
    case 'renewed':
      return state.status === 'loggingIn'
        ? { ...state, session: event.session }
        : { status: 'authenticated', session: event.session }
    case 'amended':
      return 'session' in state && state.session ? { ...state, session: event.session } : state
  }
}

function fromMemory<User>({ session, loggedOut }: Remembered<User>): AuthState<User> {
  if (loggedOut) return { status: 'loggedOut', reason: loggedOut }
  return session ? { status: 'authenticated', session } : { status: 'anonymous' }
}

function canLogIn(state: AuthState): boolean {
  return state.status !== 'restoring' && state.status !== 'loggingIn'
}

/** A failed login takes no session away: only a rejection by the server does. */
function afterFailure<User>(
  session: Session<User> | null,
  { before, error, retryAt }: Failure<User>,
): AuthState<User> {
  if (session) return { status: 'authenticated', session }
  // Of another account: automatic logins must not begin for the WeChat user.
  const isEnded = before.status === 'loggedOut' && before.reason === 'ended'
  return isEnded ? before : { status: 'failed', error, retryAt }
}

/** As it was: a user who says no has not logged in, and not out either. */
function afterRefusal<User>(session: Session<User> | null, refusal: Failure<User>): AuthState<User> {
  const { status } = refusal.before
  return status === 'loggedOut' || status === 'unbound' ? refusal.before : afterFailure(session, refusal)
}

function withoutSession<User>(state: AuthState<User>): AuthState<User> {
  if (state.status === 'authenticated') return { status: 'anonymous' }
  if (state.status === 'loggingIn' && state.session) return { ...state, session: null }
  return state
}
