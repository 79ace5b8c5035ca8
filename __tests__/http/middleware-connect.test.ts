import { describe, expect, jest, test } from '@jest/globals'
import type { AuthView, Middleware } from '../../src/http/middleware'
import { createWorld } from '../support/phone'

describe('connect', () => {
  test('is called once, with what the plugin may know of the login', async () => {
    const world = createWorld()
    const connected: AuthView[] = []
    const plugin: Middleware = Object.assign<Middleware, Partial<Middleware>>(
      (request, next) => next(request),
      {
        connect: (view) => connected.push(view),
      },
    )
    const auth = world.auth({ use: [plugin, (request, next) => next(request)] })
    expect(connected).toHaveLength(1)
    const [view] = connected
    const said: string[] = []
    view?.on('login', ({ reason }) => said.push(reason))
    view?.subscribe(({ status }) => said.push(status))
    expect(view?.session).toBeNull()
    await world.until(Promise.all([auth.request({ url: '/x' }), auth.request({ url: '/y' })]))
    expect(connected).toHaveLength(1)
    expect(view?.session).toBe(auth.session)
    expect(view?.state).toBe(auth.state)
    expect(said).toEqual(['anonymous', 'loggingIn', 'authenticated', 'missing'])
  })

  test('is called for each auth that the plugin is given to', () => {
    const world = createWorld()
    const connect = jest.fn()
    const plugin: Middleware = Object.assign<Middleware, object>((request, next) => next(request), {
      connect,
    })
    const auths = [world.auth({ use: [plugin] }), world.auth({ use: [plugin] })]
    expect(connect.mock.calls).toEqual(auths.map((auth) => [auth]))
  })
})
