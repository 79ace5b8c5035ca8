import type { PhoneEvent } from './timeline'

/** WeChat ends an app's unfinished requests this long after it went to the background. */
const SUSPENDED_AFTER = 5_000

/** What the user of the phone can do to a mini program. Outlives a restart of the app. */
export interface Phone {
  readonly offline: boolean
  /** The user refuses to share their information. */
  readonly denied: boolean
  readonly foreground: boolean
  /** In the background for so long that the network is closed to the app. */
  readonly suspended: boolean
  setOffline(offline: boolean): void
  setDenied(denied: boolean): void
  hide(): void
  show(): void
  subscribe(listener: (event: PhoneEvent) => void): () => void
}

export function createPhone(): Phone {
  const listeners = new Set<(event: PhoneEvent) => void>()
  const emit = (event: PhoneEvent) => [...listeners].forEach((listener) => listener(event))
  let offline = false
  let denied = false
  let foreground = true
  let suspended = false
  let suspension: ReturnType<typeof setTimeout> | undefined

  return {
    get offline() {
      return offline
    },
    get denied() {
      return denied
    },
    get foreground() {
      return foreground
    },
    get suspended() {
      return suspended
    },
    setOffline(value) {
      if (offline === value) return
      offline = value
      emit(value ? 'offline' : 'online')
    },
    setDenied(value) {
      if (denied === value) return
      denied = value
      emit(value ? 'denied' : 'allowed')
    },
    hide() {
      if (!foreground) return
      foreground = false
      suspension = setTimeout(() => {
        suspended = true
        emit('suspend')
      }, SUSPENDED_AFTER)
      emit('hide')
    },
    show() {
      if (foreground) return
      foreground = true
      suspended = false
      clearTimeout(suspension)
      emit('show')
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
