import type { AuthError } from '../auth-error'
import { isCooling, type Cooldown } from './cooldown'
import { coolingDown, loggedOut, unbound } from './errors'
import { isWechat } from './session'
import type { AuthState, LoginReason, Session } from './types'

/**
 * Who asks: `auto`, a request or ensureLogin(); `tap`, a button of the app's, which means something else by it; `user`,
 * login(); `force`, login() with `force` or `data`.
 */
export type Trigger = 'auto' | 'tap' | 'user' | 'force'

/** When a session is renewed. */
export interface RenewalPolicy {
  /** s */
  renewBefore: number
  /** Is there a `renew` option? */
  canRenew: boolean
}

export interface Circumstances {
  /** By the device's clock. */
  now: number
  /** By the server's. */
  serverNow: number
  policy: RenewalPolicy
  /** The failed login whose cooldown has not ended. */
  cooling: Cooldown | null
  /** The user's last no to `confirmLogin`: a page that asks on each show must not loop. */
  refusal: Cooldown | null
  /** Not while an upload needs the present session_key. */
  mayRenew: boolean
}

export type Step<User> = { use: Session<User> } | { logIn: LoginReason } | { refuse: AuthError }

/** What to do for a caller that needs a session, once storage has been read and while no login is under way. Pure. */
export function nextStep<User>(
  state: AuthState<User>,
  trigger: Trigger,
  { now, serverNow, policy, cooling, refusal, mayRenew }: Circumstances,
): Step<User> {
  if (trigger === 'force') return { logIn: 'user' }
  const isAuto = trigger === 'auto'

  if (state.status === 'authenticated') {
    const { session } = state
    const due = whyDue(session, policy, serverNow)
    if (!due) return { use: session }
    // Another account's session is given as long as there is one.
    if (!isAuto) return isWechat(session) ? { logIn: 'user' } : { use: session }
    // Renewal can wait: during a cooldown the session is used until the server rejects it.
    const isWaiting = isCooling(cooling, now) || isCooling(refusal, now) || (due === 'renewal' && !mayRenew)
    return isWaiting ? { use: session } : { logIn: due }
  }

  if (trigger === 'user') return { logIn: 'user' }
  if (state.status === 'loggedOut') {
    // A tap is on a page of somebody whose session has ended: it is nobody else's.
    return isAuto || state.reason === 'ended' ? { refuse: loggedOut(state.reason) } : { logIn: 'user' }
  }
  if (!isAuto) return { logIn: 'user' }
  if (state.status === 'unbound') return { refuse: unbound(state.detail) }
  if (isCooling(refusal, now)) return { refuse: refusal.error }
  return isCooling(cooling, now) ? { refuse: coolingDown(cooling, now) } : { logIn: 'missing' }
}

/** Why a session should be renewed before it is sent; null if it need not be. By the server's clock. */
export function whyDue(
  session: Session,
  { renewBefore, canRenew }: RenewalPolicy,
  serverNow: number,
): 'expired' | 'renewal' | null {
  const { obtainedAt, expiresAt, refreshToken } = session
  // Where neither a login nor a refresh token could bring another one, it is sent until the server rejects it.
  if (expiresAt === undefined || !(isWechat(session) || (canRenew && refreshToken))) return null
  // A session shorter than `renewBefore` would be renewed for every request, so at least half of its life is used. If
  // the clock was set back before `obtainedAt`, nothing is renewed; the server will reject the session in time.
  const renewAt = Math.max(expiresAt - renewBefore * 1000, (obtainedAt + expiresAt) / 2)
  if (serverNow < renewAt) return null
  return serverNow < expiresAt ? 'renewal' : 'expired'
}
