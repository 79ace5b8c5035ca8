import type { AuthError } from '../auth-error'
import type { Clock } from '../platform/clock'
import type { Scope } from '../platform/scope'
import { within } from '../platform/within'
import { loginTimedOut } from './errors'
import type { LoginOutcome, Session } from './types'

export interface FlightPlan<User> {
  clock: Clock
  /** ms */
  timeout: number
  /** When it ends, so does the flight, and nothing of it is received. */
  generation: Scope
  acquire: (scope: Scope) => Promise<LoginOutcome<User>>
  received: (outcome: LoginOutcome<User>) => Session<User>
  failed: (error: AuthError) => AuthError
}

/** ms */
const LATE = 1000

/** One login for all who wait. It begins a moment later: listeners that are told of it must find it under way. */
export function takeOff<User>(plan: FlightPlan<User>): Promise<Session<User>> {
  const { clock, timeout, generation, acquire, received, failed } = plan
  const startedAt = clock.now()
  // A timer that comes so late was frozen in the background, and what it ends was, too.
  const wasFrozen = () => clock.now() - startedAt > timeout + LATE
  const bounds = { clock, timeout, timedOut: () => loginTimedOut(timeout, wasFrozen()), parent: generation }
  const landing = Promise.resolve()
    .then(() => within(bounds, acquire))
    .then(
      (outcome) => {
        // A logout may have come between the answer and this line.
        if (generation.ended) throw generation.ended
        return received(outcome)
      },
      (error: unknown) => {
        throw generation.ended ?? failed(error as AuthError)
      },
    )
  // Everybody who waited may have gone when it fails.
  landing.catch(() => undefined)
  return landing
}
