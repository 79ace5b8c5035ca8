import type { AuthError } from '../auth-error'
import { isCooling, type Cooldown } from './cooldown'
import { coolingDown, loggedOut, unbound } from './errors'
import type { AuthState, LoginReason, Session } from './types'

/** Who asks: `auto`, a request or ensureLogin(); `user`, login(); `force`, login({ force: true }). */
export type Wish = 'auto' | 'user' | 'force'

export interface Circumstances {
  /** By the device's clock. */
  now: number
  /** By the server's. */
  serverNow: number
  /** s */
  renewBefore: number
  /** The failed login whose cooldown has not ended. */
  cooling: Cooldown | null
}

export type Step<User> =
  | { do: 'use'; session: Session<User> }
  | { do: 'join' }
  | { do: 'logIn'; reason: LoginReason }
  | { do: 'refuse'; error: AuthError }

/** What to do for somebody who needs a session, once storage has been read. Pure. */
export function nextStep<User>(state: AuthState<User>, wish: Wish, circumstances: Circumstances): Step<User> {
  if (state.status === 'loggingIn') return { do: 'join' }
  if (wish === 'force') return { do: 'logIn', reason: 'user' }

  if (state.status === 'authenticated') {
    const { session } = state
    const due = whyDue(session, circumstances.renewBefore, circumstances.serverNow)
    if (!due) return { do: 'use', session }
    if (wish === 'user') return { do: 'logIn', reason: 'user' }
    // Renewal is a courtesy: in a cooldown the session goes on until the server says no.
    return isCooling(circumstances.cooling, circumstances.now)
      ? { do: 'use', session }
      : { do: 'logIn', reason: due }
  }

  if (wish === 'user') return { do: 'logIn', reason: 'user' }
  if (state.status === 'loggedOut') return { do: 'refuse', error: loggedOut() }
  if (state.status === 'unbound') return { do: 'refuse', error: unbound(state.detail) }
  const { cooling } = circumstances
  return cooling && isCooling(circumstances.cooling, circumstances.now)
    ? { do: 'refuse', error: coolingDown(cooling, circumstances.now) }
    : { do: 'logIn', reason: 'missing' }
}

/** Why a session should be renewed before it is sent; null if it need not be. Times by the server's clock. */
export function whyDue(
  { obtainedAt, expiresAt }: Session,
  renewBefore: number,
  serverNow: number,
): 'expired' | 'renewal' | null {
  // A clock that was turned back says nothing about the session; the server does.
  if (expiresAt === undefined || serverNow < obtainedAt) return null
  // A session shorter than `renewBefore` would be renewed for every request: it gets half of its life at least.
  const renewAt = Math.max(expiresAt - renewBefore * 1000, (obtainedAt + expiresAt) / 2)
  if (serverNow < renewAt) return null
  return serverNow < expiresAt ? 'renewal' : 'expired'
}
