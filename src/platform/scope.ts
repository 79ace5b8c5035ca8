import type { AuthError } from '../auth-error'

/** What a scope can end; a scope, too. */
export interface Ending {
  end(error: AuthError): void
}

/**
 * How long work may go on. Mini programs have no AbortController; this is the part of it that is needed, with the reason
 * as a typed error. A scope ends once, for good: a logout ends all that was under way for the former user, a timeout
 * ends one login.
 */
export interface Scope extends Ending {
  /** Why it has ended; null while it has not. */
  readonly ended: AuthError | null
  /** Ends the work together with this scope; after the end of the scope, it does nothing. */
  add(work: Ending): void
  remove(work: Ending): void
}

export function createScope(): Scope {
  // Not a Set: V8 chains the tables that a Set outgrows, and once one of them is old, the garbage of every request
  // behind it is kept until the next full collection. What comes first leaves first, as a rule: no search is long.
  const members: Ending[] = []
  let ended: AuthError | null = null
  return {
    get ended() {
      return ended
    },
    add(work) {
      if (!ended) members.push(work)
    },
    remove(work) {
      const index = members.indexOf(work)
      if (index >= 0) members.splice(index, 1)
    },
    end(error) {
      if (ended) return
      ended = error
      // The end of one may be the end of another, which leaves by itself then.
      for (let work = members.shift(); work; work = members.shift()) work.end(error)
    },
  }
}
