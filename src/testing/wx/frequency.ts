import type { Timeline } from '../time/timeline'
import { LIMITED_NAMES } from './names'

/** One user may call each of these functions four times a second. */
export interface Frequency {
  /** Notes a call. */
  isExceeded(name: string): boolean
}

const SECOND = 1000

export function createFrequency(timeline: Timeline, callsPerSecond: number): Frequency {
  const calls = new Map<string, number[]>()
  return {
    isExceeded(name) {
      if (!LIMITED_NAMES.includes(name)) return false
      const recent = (calls.get(name) ?? []).filter((at) => timeline.elapsed - at < SECOND)
      calls.set(name, [...recent, timeline.elapsed])
      return recent.length >= callsPerSecond
    },
  }
}
