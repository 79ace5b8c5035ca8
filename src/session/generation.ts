import { createScope, type Scope } from '../platform/scope'

/** Ends at a logout or a setSession(), with all that is under way for that user. */
export interface Generation extends Scope {
  /** The number of generations before it. */
  readonly number: number
}

export function createGeneration(number: number): Generation {
  return Object.assign(createScope(), { number })
}
