import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios'
import axios from 'axios'

// What each HTTP client does with wx.request, as far as the recipes see it. axios and alova themselves are real.

interface Request {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, unknown>
}

interface Response {
  statusCode: number
  data: unknown
  header: Record<string, string>
}

declare const wx: {
  request(
    options: Request & { success: (response: Response) => void; fail: (failure: { errMsg: string }) => void },
  ): { abort: () => void }
}

function promised(options: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    wx.request({ ...options, success: resolve, fail: ({ errMsg }) => reject(new Error(errMsg)) })
  })
}

/** wepy 1. */
export const wepy = { default: { request: promised }, __esModule: true }

interface Chain {
  requestParams: Request
  proceed: (requestParams: Request) => Promise<Response>
}
type Interceptor = (chain: Chain) => Promise<Response>

/** Its interceptors are an onion around the request. https://docs.taro.zone/docs/apis/network/request/addInterceptor */
export function createTaro() {
  const interceptors: Interceptor[] = []
  const chainFrom =
    (index: number) =>
    (requestParams: Request): Promise<Response> => {
      const interceptor = interceptors[index]
      return interceptor
        ? interceptor({ requestParams, proceed: chainFrom(index + 1) })
        : promised(requestParams)
    }
  const Taro = {
    addInterceptor: (interceptor: Interceptor) => void interceptors.push(interceptor),
    request: (options: Request) => chainFrom(0)(options),
  }
  return { default: Taro, __esModule: true }
}

interface LuchConfig extends Omit<Request, 'url'> {
  baseURL?: string
  url?: string
  custom?: Record<string, unknown>
}

/** luch-request 3: one interceptor on each side, and a rejection with `config` for a status that is no 2xx. */
class LuchRequest {
  private before: (config: LuchConfig) => Promise<LuchConfig> = async (config) => Promise.resolve(config)
  private after: [(response: unknown) => unknown, (error: unknown) => unknown] = [
    (response) => response,
    () => {},
  ]

  readonly interceptors = {
    request: { use: (before: LuchRequest['before']) => (this.before = before) },
    response: { use: (...after: LuchRequest['after']) => (this.after = after) },
  }

  constructor(private readonly global: LuchConfig) {}

  async request(given: LuchConfig): Promise<unknown> {
    const config = await this.before({ ...this.global, ...given })
    const { baseURL = '', url = '', method, data, header } = config
    const response = { ...(await promised({ url: baseURL + url, method, data, header })), config }
    return response.statusCode < 300 ? this.after[0](response) : this.after[1](response)
  }

  get(url: string) {
    return this.request({ url, method: 'GET' })
  }
}
export const luchRequest = { default: LuchRequest, __esModule: true }

/** As axios-miniprogram-adapter and its like: what the status means is left to axios. */
const axiosAdapter: AxiosAdapter = async (config: InternalAxiosRequestConfig) => {
  const { statusCode, data, header } = await promised({
    url: axios.getUri(config),
    method: config.method?.toUpperCase(),
    data: config.data as unknown,
    header: { ...config.headers.toJSON(true) },
  })
  const response = { data, status: statusCode, statusText: '', headers: header, config, request: null }
  if (config.validateStatus?.(statusCode) ?? true) return response
  throw new axios.AxiosError(`HTTP ${statusCode}`, 'ERR_BAD_REQUEST', config, null, response)
}
export const adapterForAxios = { default: axiosAdapter, __esModule: true }

/** As @alova/adapter-taro and its like. */
const alovaAdapter = (elements: {
  url: string
  type: string
  data?: unknown
  headers: Record<string, unknown>
}) => {
  const { url, type: method, data, headers: header } = elements
  const response = promised({ url, method, data, header })
  return { response: () => response, headers: () => response.then((it) => it.header), abort: () => undefined }
}
export const adapterForAlova = { default: alovaAdapter, __esModule: true }
