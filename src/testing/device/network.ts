import type { History } from '../history'

/** As wx.getNetworkType has it. */
export type NetworkType = 'wifi' | '2g' | '3g' | '4g' | '5g' | 'unknown' | 'none'

/** The phone's connection. */
export interface DeviceNetwork {
  /** The present one. */
  readonly type: NetworkType
  /** Requests fail from now on; the app hears of it. */
  goOffline(): void
  /** Default 'wifi'. */
  goOnline(type?: Exclude<NetworkType, 'none'>): void
  /** The app uses CacheManager (base library 2.24.0): when offline, login, checkSession and getSetting come from it. */
  cacheManager: boolean
}

/** What wx.onNetworkStatusChange gives. */
export interface NetworkChange {
  /** False when offline. */
  isConnected: boolean
  /** 'none' when offline. */
  networkType: NetworkType
}

export function createDeviceNetwork(
  history: History,
  onChange: (change: NetworkChange) => void,
): DeviceNetwork {
  let type: NetworkType = 'wifi'
  function become(next: NetworkType) {
    if (next === type) return
    type = next
    history.add({ type: 'device', event: next === 'none' ? 'offline' : 'online' })
    onChange({ isConnected: next !== 'none', networkType: next })
  }
  return {
    get type() {
      return type
    },
    goOffline: () => become('none'),
    goOnline: (next = 'wifi') => become(next),
    cacheManager: false,
  }
}
