import { describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { createWorld, outcomes } from '../support/phone'

/** Calls back after so many microtasks: what comes between two lines that look like one. */
function afterMicrotasks(count: number, callback: () => void) {
  if (count === 0) callback()
  else void Promise.resolve().then(() => afterMicrotasks(count - 1, callback))
}

const MOMENTS = Array.from({ length: 20 }, (_, count) => count)

describe('a logout so many microtasks after', () => {
  test.each(MOMENTS)('the outcome of a login, %i: nobody is logged in, nothing is stored', async (count) => {
    const world = createWorld()
    const auth: Auth = world.auth({
      login: () => {
        const grant = Promise.resolve({ token: world.server.issue() })
        void grant.then(() => afterMicrotasks(count, () => void auth.logout()))
        return grant
      },
    })
    const results = await world.until(outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })]))
    await world.advance(100)
    expect(auth.state.status).toBe('loggedOut')
    expect(world.storage.keys().map((key) => world.storage.get(key))).toEqual([{ v: 1, loggedOut: 'user' }])
    // A caller may have had the session before the logout, and a request may have gone out by then.
    for (const result of results)
      if (result instanceof Error) expect(result).toMatchObject({ code: 'LOGGED_OUT' })
    expect(results[1]).toMatchObject({ code: 'LOGGED_OUT' })
  })

  test.each(MOMENTS)('the code of wx.login, %i: no exchange is left under way', async (count) => {
    const world = createWorld()
    const { login } = world.wx
    const auth = world.auth()
    world.wx.login = (options) =>
      login({
        ...options,
        success: (result) => {
          afterMicrotasks(count, () => void auth.logout())
          options.success?.(result)
        },
      })
    const results = await world.until(outcomes([auth.ensureLogin()]))
    await world.advance(1000)
    expect(results).toMatchObject([{ code: 'LOGGED_OUT' }])
    expect(world.history.answers('/login')).toEqual([])
  })

  test.each(MOMENTS)('a rejection, %i: no replay is left under way, and nobody logs in', async (count) => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    const { request } = world.wx
    world.wx.request = (options) =>
      request({
        ...options,
        success: (response) => {
          if (response.statusCode === 401) afterMicrotasks(count, () => void auth.logout())
          options.success?.(response)
        },
      })
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    await world.advance(1000)
    expect(auth.state.status).toBe('loggedOut')
    expect(world.history.sends('/orders').filter(({ token }) => token !== 'token-1')).toEqual([])
  })
})
