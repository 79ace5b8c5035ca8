import { badUse } from './bad-use'
import type { VirtualClock } from './time/virtual-clock'
import type { FakeWx } from './wx/fake-wx'

/** The world's present wx and clock; they change with each launch. */
export interface Installable {
  readonly wx: FakeWx
  readonly clock: VirtualClock
}

const PLACES = [
  { target: globalThis as object, name: 'wx' },
  { target: globalThis as object, name: 'setTimeout' },
  { target: globalThis as object, name: 'clearTimeout' },
  { target: Date as object, name: 'now' },
]

let isInstalled = false

/**
 * Puts the world's wx, Date.now, setTimeout and clearTimeout in the place of the global ones, and returns what puts
 * those back, exactly as they were: a test runner keeps its own timers.
 */
export function install(world: Installable): () => void {
  if (isInstalled) throw badUse('install: a world is installed already; uninstall() it first')
  isInstalled = true
  const before = PLACES.map(({ target, name }) => Object.getOwnPropertyDescriptor(target, name))
  const realClearTimeout = globalThis.clearTimeout
  const timers = new Map<number, () => void>()
  let lastTimer = 0

  const put = (target: object, name: string, descriptor: PropertyDescriptor) =>
    Object.defineProperty(target, name, { configurable: true, enumerable: true, ...descriptor })

  put(globalThis, 'wx', { get: () => world.wx })
  put(Date, 'now', { value: () => world.clock.now(), writable: true })
  put(globalThis, 'setTimeout', {
    writable: true,
    value(callback: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) {
      const timer = ++lastTimer
      const cancel = world.clock.after(ms, () => {
        timers.delete(timer)
        callback(...rest)
      })
      timers.set(timer, cancel)
      return timer
    },
  })
  put(globalThis, 'clearTimeout', {
    writable: true,
    value(timer: number) {
      const cancel = timers.get(timer)
      timers.delete(timer)
      // A timer from before the installation is a real one.
      if (cancel) cancel()
      else realClearTimeout(timer)
    },
  })

  return () => {
    if (!isInstalled) return
    isInstalled = false
    PLACES.forEach(({ target, name }, index) => {
      const descriptor = before[index]
      if (descriptor) Object.defineProperty(target, name, descriptor)
      else Reflect.deleteProperty(target, name)
    })
  }
}
