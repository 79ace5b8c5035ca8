/** Functions with callbacks that can be scripted. */
export const ASYNC_NAMES = [
  'login',
  'checkSession',
  'request',
  'uploadFile',
  'downloadFile',
  'getStorage',
  'setStorage',
  'removeStorage',
  'getStorageInfo',
  'batchGetStorage',
  'batchSetStorage',
  'getUserInfo',
  'getSetting',
  'authorize',
  'openSetting',
  'showModal',
  'getBackgroundFetchData',
  'setBackgroundFetchToken',
  'getNetworkType',
  'unlink',
] as const

/** Functions that answer at once, or throw. */
export const SYNC_NAMES = [
  'getStorageSync',
  'setStorageSync',
  'removeStorageSync',
  'getStorageInfoSync',
  'getAccountInfoSync',
  'getLaunchOptionsSync',
  'getEnterOptionsSync',
] as const

export type AsyncName = (typeof ASYNC_NAMES)[number]
export type SyncName = (typeof SYNC_NAMES)[number]
/** The functions of `wx` that can be scripted. */
export type ScriptName = AsyncName | SyncName
export type NetworkName = 'request' | 'uploadFile' | 'downloadFile'

/** What takes the latency of the network. */
export const DISTANT_NAMES: readonly string[] = [
  'login',
  'checkSession',
  'request',
  'uploadFile',
  'downloadFile',
]

/** What CacheManager (base library 2.24.0) can answer when offline. */
export const CACHED_NAMES: readonly string[] = ['login', 'checkSession', 'getSetting']
/** At most four calls a second of each, by the rules on call frequency. */
export const LIMITED_NAMES: readonly string[] = ['login', 'checkSession', 'getSetting', 'getUserInfo']
/** No promise style, whatever the typings say. */
export const CALLBACK_NAMES: readonly string[] = [
  'login',
  'checkSession',
  'request',
  'uploadFile',
  'downloadFile',
  'getUserInfo',
  'unlink',
]
/** What goes to WeChat's servers and needs the network. */
export const ONLINE_NAMES: readonly string[] = ['login', 'checkSession']
/** What the single-page mode does not take away. */
export const SINGLE_PAGE_NAMES: readonly string[] = [
  'request',
  'uploadFile',
  'downloadFile',
  'getAccountInfoSync',
  'getLaunchOptionsSync',
  'getEnterOptionsSync',
  'getNetworkType',
]
