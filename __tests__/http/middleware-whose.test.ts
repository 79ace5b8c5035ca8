import { afterEach, describe, expect, test } from '@jest/globals'
import type { Middleware } from '../../src/index'
import { retry } from '../../src/plugins/retry'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'
import { ok, refusal } from './support'

// retry() waits by the global timers: they are the phone's.
let installed: World | undefined
afterEach(() => {
  installed?.uninstall()
  installed = undefined
})

/** Middleware that takes its time when it has the answer. */
const lingering =
  (wait: () => Promise<void>): Middleware =>
  async (request, next) => {
    const response = await next(request)
    await wait()
    return response
  }

describe('a request whose answer is still within middleware', () => {
  async function answered(auth?: 'optional' | 'none') {
    const waits: Array<() => void> = []
    const phone = await loggedIn({
      use: [lingering(() => new Promise((resolve) => waits.push(resolve)))],
    })
    const result = outcomes([
      phone.auth.request({ url: auth === 'none' ? '/public' : '/orders', ...(auth && { auth }) }),
    ])
    await phone.world.advance(100)
    expect(waits).toHaveLength(1)
    return { ...phone, result, goOn: () => waits.forEach((resolve) => resolve()) }
  }

  test.each([undefined, 'optional' as const])('ends with the user: %s', async (mode) => {
    const { auth, result, goOn } = await answered(mode)
    void auth.logout()
    goOn()
    expect(await result).toEqual([refusal('LOGGED_OUT')])
  })

  test('is not lost to the next user: it has arrived', async () => {
    const { world, auth, result, goOn } = await answered()
    void auth.setSession({ token: world.server.issue('openid-2') }, { wechat: true })
    goOn()
    expect(await result).toEqual([ok])
  })

  test('what its middleware asks for next is not sent as the next user', async () => {
    const { world, auth } = await loggedIn({
      use: [
        async (request, next) => {
          await next(request)
          void auth.setSession({ token: world.server.issue('openid-2') }, { wechat: true })
          return next(request)
        },
      ],
    })
    expect(await world.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([
      refusal('SESSION_CHANGED'),
    ])
    expect(world.history.sends('/orders')).toHaveLength(1)
  })

  test('goes on where it is nobody’s', async () => {
    const { auth, result, goOn } = await answered('none')
    void auth.logout()
    goOn()
    expect(await result).toEqual([ok])
  })
})

test('a logout does not wait for the time of a retry', async () => {
  const { world, auth } = await loggedIn({ use: [retry()] })
  installed = world
  world.install()
  world.server.route('/orders', () => ({ statusCode: 503, header: { 'Retry-After': '9' } }))
  const result = outcomes([auth.request({ url: '/orders' })])
  await world.advance(1000)
  void auth.logout()
  expect(await result).toEqual([refusal('LOGGED_OUT')])
  await world.advance(20_000)
  expect(world.history.sends('/orders')).toHaveLength(1)
})

test('an abort reaches the outer middleware while an inner one waits', async () => {
  const told: unknown[] = []
  const outer: Middleware = (request, next) =>
    next(request).catch((error: unknown) => {
      told.push(error)
      throw error
    })
  const { world, auth } = await loggedIn({ use: [outer, retry()] })
  installed = world
  world.install()
  world.server.route('/orders', () => ({ statusCode: 503, header: { 'Retry-After': '9' } }))
  const task = auth.request({ url: '/orders' })
  await world.advance(1000)
  task.abort()
  expect(await outcomes([task])).toEqual([refusal('ABORTED')])
  await world.advance(0)
  expect(told).toEqual([refusal('ABORTED')])
})

test('an abort after the answer leaves alone what middleware goes on with', async () => {
  const later: unknown[] = []
  const early: Middleware = (request, next) => {
    void next(request).then((response) => later.push(response))
    return Promise.resolve({ statusCode: 200, data: 'early', header: {} })
  }
  const { world, auth } = await loggedIn({ use: [early] })
  const task = auth.request({ url: '/orders' })
  expect((await task).data).toBe('early')
  task.abort()
  await world.advance(100)
  expect(later).toEqual([ok])
})
