import { expect, test } from '@jest/globals'
import type { open } from './support'

export type Get = (path: string) => Promise<unknown>
export type Post = (path: string, data: object) => Promise<unknown>

type App = Awaited<ReturnType<typeof open>>

/** An HTTP client that a recipe has connected with the library. */
export interface Client {
  app: App
  auth: ReturnType<App['start']>
  get: Get
  post?: Post
  /** What it makes of LOGGED_OUT. */
  loggedOut?: object
}

const ALL = /^(?:POST \/login 200|GET \/orders (?:200|rejected))$/
const count = (arrived: readonly string[], what: string) => arrived.filter((line) => line === what).length
const ordersOf = (data: unknown) => (data as { orders: unknown[] }).orders

/** What every client has from the library, by whatever recipe. */
export function testClient(connect: () => Promise<Client>) {
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
    const { app, auth, get, loggedOut = { code: 'LOGGED_OUT' } } = await connect()
    await get('/orders')
    await auth.logout()
    app.forget()
    await expect(get('/orders')).rejects.toMatchObject(loggedOut)
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
}
