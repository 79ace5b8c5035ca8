import type { AuthError } from '../auth-error'
import type { Clock } from '../platform/clock'
import type { Scope } from '../platform/scope'
import { promised } from '../platform/promised'
import { within } from '../platform/within'
import { confirmFailed, loginTimedOut, userDenied } from './errors'
import type { LoginOutcome, LoginReason, Session } from './types'

/** May it log in now? */
export type ConfirmLogin = (reason: LoginReason) => Promise<boolean>

export interface FlightPlan<User> {
  clock: Clock
  /** ms */
  timeout: number
  /** When it ends, so does the flight, and nothing of it is received. */
  generation: Scope
  /** Asks the user, who may take his time. */
  confirm: () => boolean | Promise<boolean> | undefined
  acquire: (scope: Scope) => Promise<LoginOutcome<User>>
  received: (outcome: LoginOutcome<User>) => Session<User>
  failed: (error: AuthError) => AuthError
}

/** ms */
const LATE = 1000

/** One login for all who wait. It begins a moment later: listeners that are told of it must find it under way. */
export function takeOff<User>(plan: FlightPlan<User>): Promise<Session<User>> {
  const { clock, timeout, generation, confirm, acquire, received, failed } = plan
  const landing = Promise.resolve()
    .then(() => confirmed(confirm, generation))
    .then(() => {
      const startedAt = clock.now()
      // A timer that comes so late was frozen in the background, and what it ends was, too.
      const wasFrozen = () => clock.now() - startedAt > timeout + LATE
      const timedOut = () => loginTimedOut(timeout, wasFrozen())
      return within({ clock, timeout, timedOut, parent: generation }, acquire)
    })
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

/** Resolves when the user agrees; `loginTimeout` begins after that. */
function confirmed(confirm: FlightPlan<never>['confirm'], generation: Scope): Promise<void> {
  return promised(generation, (success, fail) => {
    void Promise.resolve()
      .then(confirm)
      .then(
        (answer) => (answer === false ? fail(userDenied()) : success(undefined)),
        (cause: unknown) => fail(confirmFailed(cause)),
      )
    return () => undefined
  })
}
