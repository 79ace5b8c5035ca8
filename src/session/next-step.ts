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

/** What to do for somebody who needs a session, once storage has been read, while no login is under way. Pure. */
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
    // Renewal is a courtesy: in a cooldown the session goes on until the server says no.
    return isCooling(cooling, now) || (due === 'renewal' && !mayRenew) ? { use: session } : { logIn: due }
  }

  if (trigger === 'user') return { logIn: 'user' }
  if (state.status === 'loggedOut') return { refuse: loggedOut() }
  if (state.status === 'unbound') return { refuse: unbound(state.detail) }
  return isCooling(cooling, now) ? { refuse: coolingDown(cooling, now) } : { logIn: 'missing' }
}

/** Why a session should be renewed before it is sent; null if it need not be. Times by the server's clock. */
export function whyDue(
  { obtainedAt, expiresAt }: Session,
  renewBefore: number,
  serverNow: number,
): 'expired' | 'renewal' | null {
  if (expiresAt === undefined) return null
  // A session shorter than `renewBefore` would be renewed for every request: it gets half of its life at least. So
  // does one under a clock that was turned back behind `obtainedAt`, which says nothing; the server does.
  const renewAt = Math.max(expiresAt - renewBefore * 1000, (obtainedAt + expiresAt) / 2)
  if (serverNow < renewAt) return null
  return serverNow < expiresAt ? 'renewal' : 'expired'
}
