import type { WxPort } from './wx-port'

/** What the platform tells of the app and its network. Plugins are told nothing of the app. */
export interface AppLifecycle {
  /** Has the platform said so since the app was last shown? */
  readonly isOffline: boolean
  readonly isHidden: boolean
  /** Has the background cut off a request? Until the app is shown, the platform refuses all others, too. */
  readonly isCutOff: boolean
  /** How often the app has been shown since it began. */
  readonly shows: number
  /** Calls back whenever the app is in front again, or the network is back. */
  onReturn(callback: () => void): void
  /** Calls back when the app is shown next; returns what undoes it. */
  onceShown(callback: () => void): () => void
  /** A request was interrupted. */
  interrupted(): void
  end(): void
}

export function createAppLifecycle(port: WxPort): AppLifecycle {
  const returning: Array<() => void> = []
  const showing = new Set<() => void>()
  let isOffline = false
  let isHidden = false
  let isCutOff = false
  let shows = 0

  const returned = () => returning.forEach((callback) => callback())
  const shown = () => {
    shows++
    isHidden = false
    isCutOff = false
    // What happened to the network meanwhile may not have been told.
    isOffline = false
    returned()
    const waiting = Array.from(showing)
    showing.clear()
    waiting.forEach((callback) => callback())
  }
  const hidden = () => {
    isHidden = true
  }
  const networkChanged = ({ isConnected }: { isConnected: boolean }) => {
    isOffline = !isConnected
    if (isConnected) returned()
  }
  port.onAppShow?.(shown)
  port.onAppHide?.(hidden)
  port.onNetworkStatusChange?.(networkChanged)

  return {
    get isOffline() {
      return isOffline
    },
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
    onceShown(callback) {
      // An entry of its own: the same function may wait twice.
      const entry = () => callback()
      showing.add(entry)
      return () => showing.delete(entry)
    },
    interrupted() {
      isCutOff = isHidden
    },
    end() {
      port.offAppShow?.(shown)
      port.offAppHide?.(hidden)
      port.offNetworkStatusChange?.(networkChanged)
    },
  }
}
