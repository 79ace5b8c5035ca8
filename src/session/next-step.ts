import type { AuthError } from '../auth-error'
import { isCooling, type Cooldown } from './cooldown'
import { coolingDown, loggedOut, unbound } from './errors'
import type { AuthState, LoginReason, Session } from './types'

/** Who asks: `auto`, a request or ensureLogin(); `user`, login(); `force`, login({ force: true }). */
export type Trigger = 'auto' | 'user' | 'force'

export interface Circumstances {
  /** By the device's clock. */
  now: number
  /** By the server's. */
  serverNow: number
  /** s */
  renewBefore: number
  /** The failed login whose cooldown has not ended. */
  cooling: Cooldown | null
  /** Not while an upload needs the present session_key. */
  mayRenew: boolean
}

export type Step<User> = { use: Session<User> } | { logIn: LoginReason } | { refuse: AuthError }

/** What to do for a caller that needs a session, once storage has been read and while no login is under way. Pure. */
export function nextStep<User>(
  state: AuthState<User>,
  trigger: Trigger,
  { now, serverNow, renewBefore, cooling, mayRenew }: Circumstances,
): Step<User> {
  if (trigger === 'force') return { logIn: 'user' }

  if (state.status === 'authenticated') {
    const { session } = state
    const due = whyDue(session, renewBefore, serverNow)
    if (!due) return { use: session }
    if (trigger === 'user') return { logIn: 'user' }
    // Renewal can wait: during a cooldown the session is used until the server rejects it.
    return isCooling(cooling, now) || (due === 'renewal' && !mayRenew) ? { use: session } : { logIn: due }
  }

  if (trigger === 'user') return { logIn: 'user' }
  if (state.status === 'loggedOut') return { refuse: loggedOut() }
  if (state.status === 'unbound') return { refuse: unbound(state.detail) }
  return isCooling(cooling, now) ? { refuse: coolingDown(cooling, now) } : { logIn: 'missing' }
}

/** Why a session should be renewed before it is sent; null if it need not be. By the server's clock. */
export function whyDue(
  { obtainedAt, expiresAt }: Session,
  renewBefore: number,
  serverNow: number,
): 'expired' | 'renewal' | null {
  if (expiresAt === undefined) return null
  // A session shorter than `renewBefore` would be renewed for every request, so at least half of its life is used. If
  // the clock was set back before `obtainedAt`, nothing is renewed; the server will reject the session in time.
  const renewAt = Math.max(expiresAt - renewBefore * 1000, (obtainedAt + expiresAt) / 2)
  if (serverNow < renewAt) return null
  return serverNow < expiresAt ? 'renewal' : 'expired'
}
