import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { authBehavior } from '../../src/page'
import { setUp } from '../buttons/support'

interface Definition {
  data: { auth: unknown }
  lifetimes: Record<'attached' | 'detached', (this: object) => void>
}

let defined: Definition[]
beforeEach(() => {
  defined = []
  Object.assign(globalThis, {
    Behavior: (definition: Definition) => `behavior-${defined.push(definition)}`,
  })
})
afterEach(() => {
  delete (globalThis as { Behavior?: unknown }).Behavior
})

/** A page that has the behavior. */
function attach(definition: Definition | undefined) {
  const seen: unknown[] = []
  const page = { setData: ({ auth }: { auth: unknown }) => seen.push(auth) }
  definition?.lifetimes.attached.call(page)
  return { seen, leave: () => definition?.lifetimes.detached.call(page) }
}

test('data.auth is the login’s state, with one setData a change, and no token in it', async () => {
  const { world, auth } = await setUp({}, false)
  expect(authBehavior(auth)).toBe('behavior-1')
  const { seen } = attach(defined[0])
  expect(seen).toEqual([{ status: 'anonymous', loggedIn: false, user: null }])
  await world.until(auth.ensureLogin())
  expect(seen.slice(1)).toEqual([
    { status: 'loggingIn', loggedIn: false, user: null },
    { status: 'authenticated', loggedIn: true, user: auth.session?.user ?? null },
  ])
  await world.until(auth.setUser({ name: '小红' }))
  expect(seen.splice(3)).toEqual([{ status: 'authenticated', loggedIn: true, user: { name: '小红' } }])
  await world.until(auth.logout())
  expect(seen.slice(3)).toEqual([{ status: 'loggedOut', loggedIn: false, user: null }])
  expect(JSON.stringify(seen)).not.toContain('token-')
})

test('a page that was left is not updated', async () => {
  const { world, auth } = await setUp({}, false)
  authBehavior(auth)
  const { seen, leave } = attach(defined[0])
  leave()
  await world.until(auth.ensureLogin())
  expect(seen).toHaveLength(1)
})

test('there is one behavior for an auth, however often it is asked for', async () => {
  const { auth } = await setUp()
  expect([authBehavior(auth), authBehavior(auth)]).toEqual(['behavior-1', 'behavior-1'])
})

test('outside of a mini program it says so', async () => {
  const { auth } = await setUp()
  delete (globalThis as { Behavior?: unknown }).Behavior
  expect(() => authBehavior(auth)).toThrow('Behavior')
})
