import { describe, expect, test } from '@jest/globals'
import * as alova from 'alova'
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios'
import * as clients from './clients'
import { testClient, type Client, type Get, type Post } from './client-promises'
import { open } from './support'

interface AxiosLike {
  http: AxiosInstance
}
interface AlovaLike {
  alova: {
    Get: (path: string, config: object) => { send: () => Promise<unknown> }
    Post: (path: string, data: object) => { send: () => Promise<unknown> }
  }
}

async function connectAxios(file: string) {
  const app = await open('axios', { axios, './your-adapter': clients.adapterForAxios })
  const auth = app.start()
  const { http } = app.module(file) as AxiosLike
  const get: Get = async (path) => (await http.get<unknown>(path)).data
  const post: Post = (path, data) => http.post(path, data)
  return { app, auth, get, post }
}

async function connectAlova(file: string) {
  const app = await open('alova', { alova, './your-adapter': clients.adapterForAlova })
  const auth = app.start()
  const { alova: client } = app.module(file) as AlovaLike
  const get: Get = (path) => client.Get(path, { cacheFor: 0, shareRequest: false }).send()
  const post: Post = (path, data) => client.Post(path, data).send()
  return { app, auth, get, post }
}

const CLIENTS: Record<string, () => Promise<Client>> = {
  wepy: async () => {
    const app = await open('wepy', { wepy: clients.wepy })
    const auth = app.start()
    const { request } = app.module('request.ts') as {
      request: (options: object) => Promise<{ data: unknown }>
    }
    const get: Get = async (url) => (await request({ url })).data
    const post: Post = (url, data) => request({ url, method: 'POST', data })
    return { app, auth, get, post }
  },
  Taro: async () => {
    const app = await open('taro', { '@tarojs/taro': clients.createTaro() })
    const auth = app.start()
    const { loadOrders } = app.module('orders.ts') as { loadOrders: () => Promise<unknown[]> }
    return { app, auth, get: async () => ({ orders: await loadOrders() }) }
  },
  'luch-request': async () => {
    const app = await open('luch-request', { 'luch-request': clients.luchRequest })
    const auth = app.start()
    const { loadOrders } = app.module('orders.ts') as { loadOrders: () => Promise<unknown[]> }
    return { app, auth, get: async () => ({ orders: await loadOrders() }) }
  },
  'axios with auth.request for an adapter': () => connectAxios('http.ts'),
  'axios with an adapter of its own': () => connectAxios('http-with-adapter.ts'),
  'alova with auth.request for an adapter': () => connectAlova('alova.ts'),
  'alova with an adapter of its own': () => connectAlova('alova-with-adapter.ts'),
}

describe.each(Object.entries(CLIENTS))('%s', (_, connect) => testClient(connect))

test('Taro: what is not the app’s own goes out without the session', async () => {
  const taro = clients.createTaro()
  const app = await open('taro', { '@tarojs/taro': taro })
  app.start()
  app.module('orders.ts')
  const url = `${app.url.replace('127.0.0.1', 'localhost')}/orders`
  expect((await taro.default.request({ url })).statusCode).toBe(401)
  expect(app.logins()).toBe(0)
})

describe.each(['http.ts', 'http-with-adapter.ts'])('axios: one request of %s says who sends it', (file) => {
  const connect = async () => {
    const { app } = await connectAxios(file)
    const { http } = app.module(file) as AxiosLike
    return { app, ask: (session: string) => http.get('/orders', { session } as AxiosRequestConfig) }
  }

  test.each(['optional', 'none'])('%s: a guest is not logged in for it', async (session) => {
    const { app, ask } = await connect()
    await expect(ask(session)).rejects.toMatchObject({ response: { status: 401 } })
    expect([app.arrived(), app.logins()]).toEqual([['GET /orders rejected'], 0])
  })

  test('required: as without a word', async () => {
    const { app, ask } = await connect()
    expect((await ask('required')).status).toBe(200)
    expect(app.logins()).toBe(1)
  })
})

describe('axios with auth.request for an adapter', () => {
  const connect = async () => {
    const { app } = await connectAxios('http.ts')
    const { http } = app.module('http.ts') as AxiosLike
    return { app, http }
  }

  test('gets what `responseType` asks for', async () => {
    const { http } = await connect()
    const text = (await http.get<string>('/orders', { responseType: 'text' })).data
    expect(typeof text).toBe('string')
    const bytes = (await http.get<ArrayBuffer>('/orders', { responseType: 'arraybuffer' })).data
    expect(new TextDecoder().decode(bytes)).toBe(text)
    for (const config of [{}, { responseType: 'json' } as const])
      expect((await http.get('/orders', config)).data).toEqual(JSON.parse(text))
  })

  test.each<[string, () => { config: AxiosRequestConfig; cancel: () => void }]>([
    [
      'a cancel token',
      () => {
        const { token, cancel } = axios.CancelToken.source()
        return { config: { cancelToken: token }, cancel: () => cancel() }
      },
    ],
    [
      'a signal',
      () => {
        const controller = new AbortController()
        return { config: { signal: controller.signal }, cancel: () => controller.abort() }
      },
    ],
  ])('is cancelled by %s, and the login that it waits for goes on for the others', async (_, create) => {
    const { app, http } = await connect()
    const { config, cancel } = create()
    const cancelled = http.get('/orders', config).catch((error: unknown) => error)
    const other = http.get('/orders')
    await new Promise((resolve) => setTimeout(resolve, 5))
    cancel()
    expect(axios.isCancel(await cancelled)).toBe(true)
    expect((await other).status).toBe(200)
    expect(app.arrived()).toEqual(['POST /login 200', 'GET /orders 200'])
  })

  test('rejects with what the library says, as it is', async () => {
    const { app, http } = await connect()
    await app.setLogins('fail')
    await expect(http.get('/orders')).rejects.toMatchObject({ name: 'AuthError' })
  })
})
