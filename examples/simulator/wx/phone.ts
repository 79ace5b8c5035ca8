import { createPermissions, type Permissions } from './permissions'
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
  /** The user has consented to the app's privacy contract. */
  readonly privacyAgreed: boolean
  /** A WeChat from before the codes for phone numbers: it gives encrypted data only. */
  readonly oldClient: boolean
  /** What the user answered when asked for a permission. */
  readonly permissions: Permissions
  setOffline(offline: boolean): void
  setDenied(denied: boolean): void
  setPrivacyAgreed(agreed: boolean): void
  setOldClient(old: boolean): void
  hide(): void
  show(): void
  subscribe(listener: (event: PhoneEvent) => void): () => void
}

export function createPhone(): Phone {
  const listeners = new Set<(event: PhoneEvent) => void>()
  const emit = (event: PhoneEvent) => [...listeners].forEach((listener) => listener(event))
  const permissions = createPermissions()
  const switches = { offline: false, denied: false, privacyAgreed: true, oldClient: false }
  let foreground = true
  let suspended = false
  let suspension: ReturnType<typeof setTimeout> | undefined

  function turn(name: keyof typeof switches, value: boolean, event: PhoneEvent) {
    if (switches[name] === value) return
    switches[name] = value
    emit(event)
  }

  return {
    get offline() {
      return switches.offline
    },
    get denied() {
      return switches.denied
    },
    get privacyAgreed() {
      return switches.privacyAgreed
    },
    get oldClient() {
      return switches.oldClient
    },
    permissions,
    get foreground() {
      return foreground
    },
    get suspended() {
      return suspended
    },
    setOffline: (value) => turn('offline', value, value ? 'offline' : 'online'),
    setDenied: (value) => turn('denied', value, value ? 'denied' : 'allowed'),
    setPrivacyAgreed: (value) => turn('privacyAgreed', value, value ? 'privacyAgreed' : 'privacyRefused'),
    setOldClient: (value) => turn('oldClient', value, value ? 'oldClient' : 'presentClient'),
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
