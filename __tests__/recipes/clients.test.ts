import { describe, expect, test } from '@jest/globals'
import * as alova from 'alova'
import axios from 'axios'
import * as clients from './clients'
import { open } from './support'

type Get = (path: string) => Promise<unknown>
type Post = (path: string, data: object) => Promise<unknown>

const ALL = /^(?:POST \/login 200|GET \/orders (?:200|rejected))$/
const count = (arrived: readonly string[], what: string) => arrived.filter((line) => line === what).length
const ordersOf = (data: unknown) => (data as { orders: unknown[] }).orders

interface AxiosLike {
  http: {
    get: (path: string) => Promise<{ data: unknown }>
    post: (path: string, data: object) => Promise<unknown>
  }
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
  const get: Get = async (path) => (await http.get(path)).data
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

const CLIENTS: Record<
  string,
  () => Promise<{
    app: Awaited<ReturnType<typeof open>>
    auth: ReturnType<Awaited<ReturnType<typeof open>>['start']>
    get: Get
    post?: Post
  }>
> = {
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

describe.each(Object.entries(CLIENTS))('%s', (_, connect) => {
  test('five requests at a cold start are one login, and none goes out bare', async () => {
    const { app, get } = await connect()
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/orders')))
    expect(answers.map((data) => ordersOf(data).length)).toEqual([2, 2, 2, 2, 2])
    expect(app.logins()).toBe(1)
    expect([...app.arrived()].sort()).toEqual([
      ...Array<string>(5).fill('GET /orders 200'),
      'POST /login 200',
    ])
  })

  test('five requests that find the session ended are one login, and each is sent once more', async () => {
    const { app, get } = await connect()
    await get('/orders')
    app.forget()
    await app.expire()
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('/orders')))
    expect(answers.map((data) => ordersOf(data).length)).toEqual([2, 2, 2, 2, 2])
    expect(app.logins()).toBe(1)
    const arrived = app.arrived()
    for (const line of arrived) expect(line).toMatch(ALL)
    expect(count(arrived, 'GET /orders 200')).toBe(5)
    expect(count(arrived, 'GET /orders rejected')).toBeGreaterThan(0)
    expect(count(arrived, 'GET /orders rejected')).toBeLessThanOrEqual(5)
  })

  test('after a logout nothing is sent', async () => {
    const { app, auth, get } = await connect()
    await get('/orders')
    await auth.logout()
    app.forget()
    await expect(get('/orders')).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    expect(app.arrived()).toEqual([])
  })

  test('the body of a POST is the same the second time', async () => {
    const { app, auth, get, post } = await connect()
    if (!post) return
    await get('/orders')
    await app.expire()
    app.forget()
    await post('/me/profile', { userInfo: { nickName: '茶客', avatarUrl: '' } })
    expect(app.arrived()).toEqual(['POST /me/profile rejected', 'POST /login 200', 'POST /me/profile 200'])
    expect((await auth.request<{ user: { nickName: string } }>({ url: '/me' })).data.user.nickName).toBe(
      '茶客',
    )
  })
})

test('Taro: what is not the app’s own goes out without the session', async () => {
  const taro = clients.createTaro()
  const app = await open('taro', { '@tarojs/taro': taro })
  app.start()
  app.module('orders.ts')
  const url = `${app.url.replace('127.0.0.1', 'localhost')}/orders`
  expect((await taro.default.request({ url })).statusCode).toBe(401)
  expect(app.logins()).toBe(0)
})
