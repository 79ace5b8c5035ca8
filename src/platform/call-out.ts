import type { Clock } from './clock'

/** Calls a function of the app's. What it throws is its own fault: it goes to App.onError, and stops nothing here. */
export type CallOut = <Args extends unknown[]>(listener: (...args: Args) => void, ...args: Args) => void

export function createCallOut(clock: Clock): CallOut {
  return (listener, ...args) => {
    try {
      listener(...args)
    } catch (error) {
      clock.after(0, () => {
        throw error
      })
    }
  }
}
