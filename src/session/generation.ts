import { createScope, type Scope } from '../platform/scope'

/** A user's time: it ends at a logout and at a setSession(), and with it all that is under way for that user. */
export interface Generation extends Scope {
  /** How many there were before. */
  readonly number: number
}

export function createGeneration(number: number): Generation {
  return Object.assign(createScope(), { number })
}
