import type { Ending } from '../ending'

/** What needs the user's tap. */
export const GESTURE_NAMES: readonly string[] = ['openSetting']
/** Their callbacks are still part of the tap in which they were called; those of wx.login are not. */
const INHERITING_NAMES: readonly string[] = ['request', 'downloadFile', 'getSetting']

/** Is the app's code at work within a tap? A promise and a timer lose it, as on iOS 15. */
export interface Gesture {
  readonly isActive: boolean
  within<T>(work: () => T): T
  /** A call begins. */
  begin(call: number, name: string): void
  /** Its callbacks are made. */
  conclude(call: number, name: string, ending: Ending, work: () => void): void
}

export function createGesture(): Gesture {
  const inheriting = new Set<number>()
  let isActive = false
  const gesture: Gesture = {
    get isActive() {
      return isActive
    },
    within(work) {
      const before = isActive
      isActive = true
      try {
        return work()
      } finally {
        isActive = before
      }
    },
    begin(call, name) {
      if (isActive && INHERITING_NAMES.includes(name)) inheriting.add(call)
    },
    conclude(call, name, ending, work) {
      // Who presses a dialog's button taps.
      const isTap = name === 'showModal' && ending.ok
      if (inheriting.delete(call) || isTap) gesture.within(work)
      else work()
    },
  }
  return gesture
}
