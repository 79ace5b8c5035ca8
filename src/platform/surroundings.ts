import { systemClock, type Clock } from './clock'

/** What differs from run to run: a test holds it. */
export interface Surroundings {
  /** Times and timers. */
  clock: Clock
  /** From 0 up to, but not including, 1. */
  random: () => number
}

export const systemSurroundings: Surroundings = { clock: systemClock, random: Math.random }
