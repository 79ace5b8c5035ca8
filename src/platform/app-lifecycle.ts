import type { Clock } from './clock'
import type { Cancellable } from './promised'
import { watch } from './watchdog'
import type { WxPort } from './wx-port'

/** What the platform tells of the app and its network. In a plugin (小程序插件) there are no events of the app. */
export interface AppLifecycle {
  readonly isHidden: boolean
  /** Was a request cut off in the background? Until the app is shown, the platform refuses all others, too, as a rule. */
  readonly isCutOff: boolean
  /** How often the app has been shown. */
  readonly shows: number
  /** Calls back whenever the app is shown, or the network is back. */
  onReturn(callback: () => void): void
  /** Calls one of the two: when the app is shown next, or after `ms` without that. */
  untilShown(ms: number, shown: () => void, giveUp: () => void): Cancellable
  /** A request was interrupted. */
  interrupted(): void
  end(): void
}

export function createAppLifecycle(port: WxPort, clock: Clock): AppLifecycle {
  const returning: Array<() => void> = []
  const waiting = new Set<() => void>()
  let isHidden = false
  let isCutOff = false
  let shows = 0

  const returned = () => returning.forEach((callback) => callback())
  const shown = () => {
    shows++
    isHidden = false
    isCutOff = false
    returned()
    const all = Array.from(waiting)
    waiting.clear()
    all.forEach((proceed) => proceed())
  }
  const hidden = () => {
    isHidden = true
  }
  // A hint: iOS tells of going offline alone, events come in the wrong order, and some have no `isConnected`. So nothing
  // waits for one, or fails because of it: whether there is a network, wx.request tells.
  const networkChanged = (status?: { isConnected?: boolean }) => {
    if (status?.isConnected) returned()
  }
  port.onAppShow?.(shown)
  port.onAppHide?.(hidden)
  port.onNetworkStatusChange?.(networkChanged)

  return {
    get isHidden() {
      return isHidden
    },
    get isCutOff() {
      return isCutOff
    },
    get shows() {
      return shows
    },
    onReturn: (callback) => void returning.push(callback),
    untilShown(ms, onShown, giveUp) {
      const stopWatchdog = watch(clock, ms, () => {
        waiting.delete(wait)
        // An app that plays music runs on in the background, and wx may carry its requests: the next one is to try.
        isCutOff = false
        giveUp()
      })
      const wait = () => {
        stopWatchdog()
        onShown()
      }
      waiting.add(wait)
      return {
        cancel() {
          stopWatchdog()
          waiting.delete(wait)
        },
      }
    },
    interrupted() {
      isCutOff = isHidden
    },
    end() {
      // Not every host has the functions below.
      returning.length = 0
      port.offAppShow?.(shown)
      port.offAppHide?.(hidden)
      port.offNetworkStatusChange?.(networkChanged)
    },
  }
}
