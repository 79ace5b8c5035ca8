/** What wx.request can send; the platform has no PATCH. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'TRACE' | 'CONNECT'

/** Fields of a form or a header, by name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what apps and the official typings have here
export type WxFields = Record<string, any>
/** Header fields by name; numbers are sent as texts. */
export type WxHeader = WxFields

/**
 * Every option of wx.request but its callbacks.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
export interface WxRequest {
  /** Relative to `baseURL`, or absolute. */
  url: string
  /** The body, or the query of a GET. An object is sent as JSON, unless `content-type` says otherwise. */
  data?: unknown
  /** `Referer` cannot be set. @default { 'content-type': 'application/json' } */
  header?: WxHeader
  /** ms. Base library 2.10.0. @default `60_000`, the platform's */
  timeout?: number
  /** @default 'GET' */
  method?: HttpMethod
  /** 'json' tries one JSON.parse, and leaves the text when that fails; others leave the text. @default 'json' */
  dataType?: string
  /** Base library 1.7.0. @default 'text' */
  responseType?: 'text' | 'arraybuffer'
  /** Base library 2.10.4. */
  enableHttp2?: boolean
  /** Base library 2.10.4. */
  enableQuic?: boolean
  /** Base library 2.10.4. */
  enableCache?: boolean
  /** Whether the platform measures the request. */
  enableProfile?: boolean
  /** Base library 2.19.1. */
  enableHttpDNS?: boolean
  /** Base library 3.16.2. */
  enableHttpDNSFallback?: boolean
  /** Base library 2.19.1. */
  httpDNSServiceId?: string
  /** ms. Base library 3.8.9. */
  httpDNSTimeout?: number
  /** Base library 2.20.2. */
  enableChunked?: boolean
  /** Base library 2.21.0. */
  forceCellularNetwork?: boolean
  /** Base library 3.2.2. */
  redirect?: 'follow' | 'manual'
  /** Base library 3.3.3. */
  useHighPerformanceMode?: boolean
}

/**
 * Every option of wx.uploadFile but its callbacks.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
 */
export interface WxUpload {
  /** Relative to `baseURL`, or absolute. */
  url: string
  /** A local path, such as wx.chooseMedia gives. */
  filePath: string
  /** The form field of the file. */
  name: string
  /** `Referer` cannot be set. */
  header?: WxHeader
  /** Further form fields. */
  formData?: WxFields
  /** ms. Base library 2.10.0. @default `60_000`, the platform's */
  timeout?: number
  /** Base library 2.10.4. */
  enableHttp2?: boolean
  /** Whether the platform measures the upload. */
  enableProfile?: boolean
  /** Base library 2.10.4. */
  enableQuic?: boolean
}

/**
 * Every option of wx.downloadFile but its callbacks.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html
 */
export interface WxDownload {
  /** Relative to `baseURL`, or absolute. */
  url: string
  /** `Referer` cannot be set. */
  header?: WxHeader
  /** Where the file is kept; without it, a temporary path. Base library 1.8.0. */
  filePath?: string
  /** ms. Base library 2.10.0. @default `60_000`, the platform's */
  timeout?: number
  /** Base library 2.10.4. */
  enableHttp2?: boolean
  /** Whether the platform measures the download. */
  enableProfile?: boolean
  /** Base library 2.10.4. */
  enableQuic?: boolean
}

/** The options of a request, an upload or a download. */
export interface WxTransfer extends WxRequest {
  /** Of uploads and downloads. */
  filePath?: string
  /** Of uploads: the form field of the file. */
  name?: string
  /** Of uploads: further form fields. */
  formData?: WxFields
}

/** What wx.request's `success` is given: every HTTP status is a success. */
export interface WxResponse<T = unknown> {
  /** The HTTP status, whatever it is. */
  statusCode: number
  /** The body; JSON is parsed. */
  data: T
  /** Names vary in case: HTTP/2 gives lower case. */
  header: Record<string, string>
  /** Base library 2.10.0. */
  cookies?: string[]
  /** The platform's text: request:ok. */
  errMsg?: string
}
