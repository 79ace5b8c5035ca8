export type { HttpMethod, WxDownload, WxRequest, WxResponse, WxTransfer, WxUpload } from './wx-requests'
import type { WxDownload, WxRequest, WxResponse, WxUpload } from './wx-requests'

/**
 * The part of `wx` in use, with types of our own: declarations that refer to the official typings break projects that
 * have their own copy of them, as the official TypeScript template does.
 */
export interface WxPort {
  login(options: WxCallbacks<WxLoginResult>): unknown
  // The official typings refuse null, numbers and booleans as `data`, which wx.request takes.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  request(options: WxRequest & { data?: any } & WxCallbacks<WxResponse>): unknown
  uploadFile?(options: WxUpload & WxCallbacks<{ statusCode: number; data: string }>): unknown
  downloadFile?(
    options: WxDownload & WxCallbacks<{ statusCode: number; tempFilePath?: string; filePath?: string }>,
  ): unknown
  getStorage(options: { key: string; encrypt?: boolean } & WxCallbacks<{ data: unknown }>): unknown
  setStorage(options: { key: string; data: unknown; encrypt?: boolean } & WxCallbacks<unknown>): unknown
  removeStorage(options: { key: string } & WxCallbacks<unknown>): unknown
  getUserInfo(options: { withCredentials: boolean } & WxCallbacks<WxUserInfo>): unknown
  getSetting?(options: WxCallbacks<{ authSetting: object }>): unknown
  authorize?(options: { scope: string } & WxCallbacks<object>): unknown
  /** Base library 2.0.7; within a tap. */
  openSetting?(options: WxCallbacks<{ authSetting: object }>): unknown
  showModal?(
    options: { title?: string; content?: string; confirmText?: string } & WxCallbacks<{ confirm: boolean }>,
  ): unknown
  // The typings know neither `fromCache` nor any result here.
  checkSession(options: WxCallbacks<object>): unknown
  /** Base library 2.8.0. */
  getBackgroundFetchData?(options: { fetchType: 'pre' } & WxCallbacks<WxFetchedData>): unknown
  /** Base library 2.8.0. */
  onBackgroundFetchData?(listener: (data: WxFetchedData) => void): void
  /** Base library 2.8.0. */
  setBackgroundFetchToken?(options: { token: string } & WxCallbacks<unknown>): unknown
  /** Base library 2.1.2; not in plugins. */
  onAppShow?(listener: () => void): void
  offAppShow?(listener: () => void): void
  /** Base library 2.1.2; not in plugins. */
  onAppHide?(listener: () => void): void
  offAppHide?(listener: () => void): void
  /** Base library 1.1.0. */
  onNetworkStatusChange?(listener: (status: { isConnected?: boolean }) => void): void
  /** Base library 2.9.3. */
  // The typings give its listener another argument.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  offNetworkStatusChange?(listener: (status: any) => void): void
  /** Base library 2.1.2. */
  getLaunchOptionsSync?(): WxEnterOptions
  /** Base library 2.9.4. */
  getEnterOptionsSync?(): WxEnterOptions
  /** Base library 2.2.2. */
  getAccountInfoSync(): { miniProgram: { appId: string; /** 2.10.0 */ envVersion?: string } }
  /** Base library 1.9.9. */
  getFileSystemManager?(): { unlink(options: { filePath: string } & WxCallbacks<unknown>): unknown }
}

/** The functions in use that take callbacks. */
export type WxAsyncName =
  | 'login'
  | 'checkSession'
  | 'request'
  | 'uploadFile'
  | 'downloadFile'
  | 'getUserInfo'
  | 'getStorage'
  | 'setStorage'
  | 'removeStorage'
  | 'getSetting'
  | 'authorize'
  | 'openSetting'
  | 'showModal'
  | 'getBackgroundFetchData'
  | 'setBackgroundFetchToken'

/** How the app was opened, or brought back to the front. */
export interface WxEnterOptions {
  scene: number
  path?: string
  /** Base library 2.20.0. */
  apiCategory?: string
}

/** What data pre-fetch brought. */
export interface WxFetchedData {
  /** A text; some typings say that it may be an object. */
  fetchedData: unknown
  /** When it came, in epoch milliseconds by the device's clock. */
  timeStamp: number
  path?: string
  query?: string
  scene?: number
}

export interface WxCallbacks<Result> {
  success?: (result: Result) => void
  fail?: (failure: WxFailure) => void
}

/** What a `fail` callback is given; `errno` from base library 2.24.0. */
export interface WxFailure {
  errMsg?: string
  errno?: number
}

export interface WxLoginResult {
  /** Lives five minutes, works once. It can be missing from a success. */
  code?: string
  /** Base library 2.24.0: an answer from the offline cache, with a stale code. */
  fromCache?: boolean
}

/** What wx.getUserInfo and the button give: a profile, plain and encrypted. */
export interface WxUserInfo {
  /** Since 2021 the same for everybody: 微信用户 and a grey picture. */
  userInfo: { nickName: string; avatarUrl: string }
  /** The text that `signature` is made from. */
  rawData: string
  /** sha1 of `rawData` and the session_key, in hex. Your server can check it. */
  signature: string
  /** Holds openId and unionId. Your server decrypts it with the session_key. */
  encryptedData: string
  /** The initial vector for `encryptedData`, base64. */
  iv: string
  /** With cloud development. Base library 2.7.0. */
  cloudID?: string
}
