import type { Scope } from '../platform/scope'
import { isSame } from '../session/session'
import type { Session } from '../session/types'
import type { DeliveryContext } from './delivery-context'
import type { AuthMode } from './request-options'

/** What a request has been through so far. */
export interface Past<User> {
  /** Whose request it is. */
  generation: Scope
  /** What it waited for. */
  granted: Session<User> | null
  /** What the server did not take. */
  rejected: Session<User> | null
}

/** The session to send now: another may have come, or the present one gone, while the request stood in line. */
export function presentSession<User>(
  mode: AuthMode,
  { engine }: DeliveryContext<User>,
  { generation, granted, rejected }: Past<User>,
): Session<User> | null {
  const { session } = engine
  switch (mode) {
    case 'none':
      return null
    case 'required':
      return engine.usable() ?? (isSame(session, granted) ? session : null)
    case 'optional':
      return generation.ended || isSame(session, rejected) ? null : session
  }
}
