import type { EnterOptions } from '../app/launch-options'
import type { NetworkChange, NetworkType } from '../device/network'
import type { ModalOptions } from '../device/permissions'
import type { FetchedData } from '../device/prefetch'
import type { WxFailure, WxRequest, WxResponse, WxUserInfo } from '../../platform/wx-port'

export interface Callbacks<Result> {
  success?: (result: Result) => void
  fail?: (failure: WxFailure) => void
  complete?: (result: Result | WxFailure) => void
}

/** With a callback nothing is returned; without one, from base library 2.10.2, a promise. */
type Promised<Options, Result> = Options extends
  { success: unknown } | { fail: unknown } | { complete: unknown }
  ? undefined
  : Promise<Result>

export interface WxTask {
  /** Ends it with `request:fail abort`; when it has ended already, nothing. */
  abort(): void
  onHeadersReceived(listener: (event: Omit<WxResponse, 'data' | 'errMsg'>) => void): void
  offHeadersReceived(listener?: (event: Omit<WxResponse, 'data' | 'errMsg'>) => void): void
}

export interface WxRequestTask extends WxTask {
  /** Base library 2.20.1, with `enableChunked`. */
  onChunkReceived(listener: (event: { data: ArrayBuffer }) => void): void
  offChunkReceived(listener?: (event: { data: ArrayBuffer }) => void): void
}

export interface WxProgressTask<Progress> extends WxTask {
  onProgressUpdate(listener: (event: Progress) => void): void
  offProgressUpdate(listener?: (event: Progress) => void): void
}

export type UploadProgress = { progress: number; totalBytesSent: number; totalBytesExpectedToSend: number }
export type DownloadProgress = {
  progress: number
  totalBytesWritten: number
  totalBytesExpectedToWrite: number
}

interface FileOptions {
  url: string
  header?: Record<string, string>
  timeout?: number
}

/** The `wx` of a world. With an older `sdkVersion`, or in a plugin, some members are not there. */
export interface FakeWx {
  login(options: { timeout?: number } & Callbacks<{ code: string; errMsg: string }>): void
  checkSession(options: Callbacks<{ errMsg: string }>): void
  // The platform takes any data, null and numbers too.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  request(options: WxRequest & { data?: any } & Callbacks<WxResponse<any>>): WxRequestTask
  uploadFile(
    options: FileOptions & { filePath: string; name: string; formData?: object } & Callbacks<{
        statusCode: number
        data: string
        errMsg: string
      }>,
  ): WxProgressTask<UploadProgress>
  downloadFile(
    options: FileOptions & { filePath?: string } & Callbacks<{
        statusCode: number
        tempFilePath?: string
        filePath?: string
        errMsg: string
      }>,
  ): WxProgressTask<DownloadProgress>
  getUserInfo(options: { withCredentials?: boolean } & Callbacks<WxUserInfo>): void

  getStorage<O extends { key: string; encrypt?: boolean } & Callbacks<Stored>>(
    options: O,
  ): Promised<O, Stored>
  setStorage<O extends { key: string; data: unknown; encrypt?: boolean } & Callbacks<object>>(
    options: O,
  ): Promised<O, object>
  removeStorage<O extends { key: string } & Callbacks<object>>(options: O): Promised<O, object>
  getStorageInfo<O extends Callbacks<StorageInfo>>(options: O): Promised<O, StorageInfo>
  batchGetStorage<O extends { keyList: string[] } & Callbacks<{ dataList: unknown[] }>>(
    options: O,
  ): Promised<O, { dataList: unknown[] }>
  batchSetStorage<O extends { kvList: Array<{ key: string; value: unknown }> } & Callbacks<object>>(
    options: O,
  ): Promised<O, object>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what was stored there, or ''
  getStorageSync(key: string): any
  setStorageSync(key: string, data: unknown): void
  removeStorageSync(key: string): void
  getStorageInfoSync(): StorageInfo

  getSetting<O extends Callbacks<Settings>>(options: O): Promised<O, Settings>
  authorize<O extends { scope: string } & Callbacks<object>>(options: O): Promised<O, object>
  showModal<O extends ModalOptions & Callbacks<{ confirm: boolean; cancel: boolean }>>(
    options: O,
  ): Promised<O, { confirm: boolean; cancel: boolean }>
  openSetting<O extends Callbacks<Settings>>(options: O): Promised<O, Settings>

  getBackgroundFetchData<O extends { fetchType: string } & Callbacks<FetchedData>>(
    options: O,
  ): Promised<O, FetchedData>
  setBackgroundFetchToken<O extends { token: string } & Callbacks<object>>(options: O): Promised<O, object>
  onBackgroundFetchData(listener: (data: FetchedData & { fetchType: string }) => void): void

  onAppShow(listener: (options: EnterOptions) => void): void
  offAppShow(listener?: (options: EnterOptions) => void): void
  onAppHide(listener: () => void): void
  offAppHide(listener?: () => void): void
  getLaunchOptionsSync(): EnterOptions
  getEnterOptionsSync(): EnterOptions
  getAccountInfoSync(): { miniProgram: { appId: string; envVersion?: string } }

  getFileSystemManager(): FakeFileSystemManager

  getNetworkType<O extends Callbacks<{ networkType: NetworkType }>>(
    options: O,
  ): Promised<O, { networkType: NetworkType }>
  onNetworkStatusChange(listener: (change: NetworkChange) => void): void
  offNetworkStatusChange(listener?: (change: NetworkChange) => void): void
}

export interface FakeFileSystemManager {
  /** Removes what wx.downloadFile saved. */
  unlink(options: { filePath: string } & Callbacks<object>): void
}

export interface Stored {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the app put there
  data: any
}

export interface StorageInfo {
  keys: string[]
  /** KB */
  currentSize: number
  /** KB */
  limitSize: number
}

export interface Settings {
  authSetting: Record<string, boolean>
}
