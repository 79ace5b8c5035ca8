import { describe, expect, test } from '@jest/globals'
import type { AuthState } from '../../src/index'
import { createWorld } from '../support/phone'

test('subscribers see every change once, in order', async () => {
  const world = createWorld()
  const auth = world.auth()
  const seen: string[] = []
  auth.subscribe((state, previous) => seen.push(`${previous.status} → ${state.status}`))
  await world.until(auth.ensureLogin())
  void auth.logout()
  expect(seen).toEqual([
    'restoring → anonymous',
    'anonymous → loggingIn',
    'loggingIn → authenticated',
    'authenticated → loggedOut',
  ])
})

test('a listener that calls back: all listeners see the changes in their order', async () => {
  const world = createWorld()
  const auth = world.auth()
  const seen: string[] = []
  auth.subscribe(({ status }) => {
    if (status === 'authenticated') void auth.logout()
  })
  auth.subscribe(({ status }) => seen.push(status))
  const login = auth.ensureLogin()
  await expect(world.until(login)).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(seen).toEqual(['anonymous', 'loggingIn', 'authenticated', 'loggedOut'])
})

test('no login event comes after a logout that a subscriber called', async () => {
  const world = createWorld()
  const auth = world.auth()
  const events: string[] = []
  auth.on('login', () => events.push('login'))
  auth.on('logout', () => events.push('logout'))
  auth.subscribe(({ status }) => {
    if (status === 'authenticated') void auth.logout()
  })
  await world.until(auth.ensureLogin().catch(() => undefined))
  expect(events).toEqual(['logout'])
})

describe('a listener may await the library inside any event', () => {
  test.each<AuthState['status']>(['anonymous', 'loggingIn', 'authenticated', 'loggedOut'])(
    '%s',
    async (status) => {
      const world = createWorld()
      const auth = world.auth()
      const inner: Array<Promise<unknown>> = []
      auth.subscribe((state) => {
        if (state.status === status && inner.length === 0) {
          inner.push(status === 'loggedOut' ? auth.login() : auth.request({ url: '/orders' }))
        }
      })
      await world.until(auth.ensureLogin())
      if (status === 'loggedOut') await world.until(auth.logout())
      expect(inner).toHaveLength(1)
      await expect(world.until(Promise.all(inner))).resolves.toHaveLength(1)
    },
  )
})

test('unsubscribing works at once, also from within a notification', async () => {
  const world = createWorld()
  const auth = world.auth()
  let calls = 0
  const offs: Array<() => void> = []
  auth.subscribe(() => offs.forEach((off) => off()))
  offs.push(auth.subscribe(() => calls++))
  await world.until(auth.ensureLogin())
  expect(calls).toBe(0)
})

test('the same function may listen twice, and each leaves for itself', async () => {
  const world = createWorld()
  const auth = world.auth()
  let calls = 0
  const listener = () => {
    calls++
  }
  auth.on('logout', listener)
  const off = auth.on('logout', listener)
  off()
  off()
  await world.until(auth.logout())
  expect(calls).toBe(1)
})

test.each([['Login'], ['toString'], ['__proto__']])('there is no event %j', (name) => {
  const world = createWorld()
  expect(() => world.auth().on(name as never, () => undefined)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTIONS' }),
  )
})
