import { describe, expect, test } from '@jest/globals'
import { compile, TYPINGS } from '../package/compile'
import { INDEX, readRecipe, RECIPES } from './pages'

/** What those libraries declare, as far as the recipes go; axios and alova are the real ones. */
const DECLARATIONS: Record<string, Record<string, string>> = {
  wepy: {
    'wepy.d.ts': `declare module 'wepy' {
  const wepy: { request(options: object): Promise<{ statusCode: number; data: any }> }
  export default wepy
}`,
  },
  taro: {
    'taro.d.ts': `declare module '@tarojs/taro' {
  interface RequestOption { url: string; data?: any; header?: Record<string, string>; method?: 'GET' | 'POST' }
  interface Result<T> { data: T; statusCode: number; header: Record<string, any> }
  interface Chain { requestParams: RequestOption; proceed(requestParams: RequestOption): Promise<Result<any>> }
  const Taro: {
    addInterceptor(interceptor: (chain: Chain) => Promise<any>): void
    request<T>(options: RequestOption): Promise<Result<T>>
  }
  export default Taro
}`,
  },
  fly: {
    'fly.d.ts': `declare module 'flyio/dist/npm/engine-wrapper' {
  interface EngineRequest {
    url: string
    method: 'GET' | 'POST'
    headers: Record<string, string>
    body: unknown
    timeout: number
    responseType?: 'text' | 'arraybuffer'
    session?: import('miniprogram-auth').RequestAuth
  }
  interface EngineResponse { statusCode: number; responseText?: unknown; headers?: object; statusMessage?: string }
  type Adapter = (request: EngineRequest, respond: (response: EngineResponse) => void) => void
  const createEngine: (adapter: Adapter) => unknown
  export default createEngine
}
declare module 'flyio/dist/npm/wx' {
  export default class Fly {
    constructor(engine: unknown)
    config: { baseURL?: string }
    get<T>(url: string): Promise<{ data: T }>
  }
}`,
  },
  'luch-request': {
    'luch-request.d.ts': `declare module 'luch-request' {
  interface HttpRequestConfig { baseURL?: string; url?: string; header?: Record<string, any>; custom?: Record<string, any> }
  interface HttpResponse<T = any> { data: T; statusCode: number; config: HttpRequestConfig }
  export interface HttpError { statusCode: number; config: HttpRequestConfig; errMsg: string }
  export default class Request {
    constructor(config: HttpRequestConfig)
    interceptors: {
      request: { use(onSend: (config: HttpRequestConfig) => HttpRequestConfig | Promise<HttpRequestConfig>): void }
      response: { use(onDone?: (response: HttpResponse) => unknown, onError?: (error: any) => unknown): void }
    }
    request<T>(config: HttpRequestConfig): Promise<HttpResponse<T>>
    get<T>(url: string): Promise<HttpResponse<T>>
  }
}`,
  },
  axios: {
    'your-adapter.ts': `import type { AxiosAdapter } from 'axios'
declare const adapter: AxiosAdapter
export default adapter`,
  },
  alova: {
    'your-adapter.ts': `import type { RequestElements } from 'alova'
import type { WxResponse } from 'miniprogram-auth'
export default function adapter(elements: RequestElements) {
  return {
    response: () => Promise.resolve<WxResponse>({ statusCode: 200, data: elements, header: {} }),
    headers: () => Promise.resolve({}),
    abort: () => undefined,
  }
}`,
  },
}

test('the index leads to every recipe, and to nothing else', () => {
  const linked = [...INDEX.matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, name = '']) => name)
  expect([...linked].sort()).toEqual([...RECIPES].sort())
})

describe.each(RECIPES)('%s', (name) => {
  const recipe = readRecipe(name)

  test('compiles with the official typings, in every block', () => {
    expect(recipe.text.match(/^```ts$/gm)).toHaveLength(Object.keys(recipe.files).length)
    expect(Object.keys(recipe.files)).toContain('auth.ts')
    expect(compile({ ...DECLARATIONS[name], ...recipe.files }, TYPINGS)).toEqual([])
  })

  test('says what it replaces, what the server answers, and what can go wrong', () => {
    for (const part of ['**Replaces** ', '**The server**', '**What can go wrong**']) {
      expect(recipe.text).toContain(part)
    }
  })
})
