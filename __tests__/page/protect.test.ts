import { describe, expect, test } from '@jest/globals'
import { protect } from '../../src/page'
import type { AuthError } from '../../src/index'
import { createWorld } from '../support/phone'
import { refusal, setUp } from '../buttons/support'

describe('a protected page', () => {
  test('runs onLoad at once, with this and its arguments, when the user is logged in', async () => {
    const { auth } = await setUp()
    const page = protect(auth, {
      data: { orders: [] },
      onLoad(query: object) {
        return [this, query]
      },
    })
    const instance = { route: 'pages/orders' }
    expect(page.onLoad.call(instance as never, { id: '7' })).toEqual([instance, { id: '7' }])
    expect(page.data).toEqual({ orders: [] })
  })

  test('runs onLoad after the login, with its original arguments; other hooks stay', async () => {
    const { world, auth } = await setUp({}, false)
    const seen: unknown[] = []
    const page = protect(auth, {
      onLoad(query: object) {
        seen.push([this, query, auth.session?.token])
      },
      onShow: () => seen.push('shown'),
    })
    const instance = {}
    const loaded = page.onLoad.call(instance as never, { id: '7' })
    page.onShow()
    expect(seen).toEqual(['shown'])
    await world.until(Promise.resolve(loaded))
    expect(seen).toEqual(['shown', [instance, { id: '7' }, 'token-1']])
  })

  test('hears of no failure either when it was left before', async () => {
    const { world, auth, warnings } = await setUp({}, false)
    world.script('login', { outcome: 'fail' })
    const told: unknown[] = []
    const instance = { onAuthError: (error: unknown) => told.push(error) }
    const page = protect(auth, { onLoad: () => undefined, onUnload: () => undefined })
    const loaded = page.onLoad.call(instance as never)
    page.onUnload.call(instance as never)
    await world.until(Promise.resolve(loaded))
    expect([told, warnings]).toEqual([[], []])
  })

  test('runs nothing late when the page was left before the login ended', async () => {
    const { world, auth } = await setUp({}, false)
    let runs = 0
    let left = 0
    const page = protect(auth, {
      onLoad: () => runs++,
      onUnload: () => left++,
    })
    const instance = {} as never
    page.onLoad.call(instance)
    page.onUnload.call(instance)
    await world.advance(1000)
    expect([runs, left, auth.session?.token]).toEqual([0, 1, 'token-1'])
  })

  test('on: show guards each onShow; hiding the page cancels, showing it again counts anew', async () => {
    const { world, auth } = await setUp({}, false)
    let runs = 0
    const page = protect(auth, { onShow: () => runs++ }, { on: 'show' }) as Record<
      'onShow' | 'onHide',
      (this: object) => unknown
    >
    const instance = {}
    void page.onShow.call(instance)
    void page.onHide.call(instance)
    void page.onShow.call(instance)
    await world.advance(1000)
    expect(runs).toBe(1)
    void page.onShow.call(instance)
    expect(runs).toBe(2)
  })

  test('two instances of a page do not mix', async () => {
    const { world, auth } = await setUp({}, false)
    const seen: unknown[] = []
    const page = protect(auth, {
      onLoad() {
        seen.push(this)
      },
      onUnload: () => undefined,
    })
    const [first, second] = [{ n: 1 }, { n: 2 }]
    page.onLoad.call(first as never)
    page.onLoad.call(second as never)
    page.onUnload.call(first as never)
    await world.advance(1000)
    expect(seen).toEqual([second])
  })

  test('a login that fails reaches the page’s onAuthError', async () => {
    const { world, auth, warnings } = await setUp({}, false)
    world.script('login', { outcome: 'fail', errno: 1402101 })
    const told: unknown[] = []
    const page = protect(auth, { onLoad: () => told.push('ran') })
    const instance = {
      onAuthError(error: unknown) {
        told.push(this, error)
      },
    }
    void page.onLoad.call(instance as never)
    await world.advance(1000)
    expect(told).toEqual([instance, refusal('WX_LOGIN_FAILED')])
    expect(warnings).toEqual([])
  })

  test('and without that it is a warning', async () => {
    const { world, auth, warnings } = await setUp({}, false)
    world.script('login', { outcome: 'fail', errno: 1402101 })
    protect(auth, { onLoad: () => undefined }).onLoad.call({} as never)
    await world.advance(1000)
    expect(warnings).toEqual(['WX_LOGIN_FAILED'])
  })

  test('works for a Component that is a page', async () => {
    const { world, auth } = await setUp({}, false)
    const seen: unknown[] = []
    const component = protect(auth, {
      properties: { id: String },
      methods: {
        onLoad(query: object) {
          seen.push([this, query])
        },
        other: () => 'other',
      },
    })
    const instance = {}
    component.methods.onLoad.call(instance as never, { id: '7' })
    await world.advance(1000)
    expect(seen).toEqual([[instance, { id: '7' }]])
    expect([component.methods.other(), component.properties]).toEqual(['other', { id: String }])
  })

  test.each([
    [{ data: {} }, {}, 'onLoad'],
    [{ onLoad: () => undefined }, { on: 'show' }, 'onShow'],
    [7, {}, 'page'],
    [{ onLoad: () => undefined }, { on: 'ready' }, '`on`'],
    [{ onLoad: () => undefined }, { when: 'load' }, '`when`'],
  ])('what cannot be protected is refused: %j %j', async (page, options, named) => {
    const { auth } = await setUp()
    expect(() => protect(auth, page as never, options as never)).toThrow(named)
  })
})

test('a logout in what follows the same login: the hook does not run', async () => {
  const world = createWorld()
  const auth = world.auth()
  const ran: string[] = []
  void auth.ensureLogin().then(() => auth.logout())
  const page = protect(auth, { onLoad: () => void ran.push('onLoad') })
  page.onLoad.call({ onAuthError: ({ code }: AuthError) => void ran.push(code) } as never)
  await world.advance(5000)
  expect(ran).toEqual(['LOGGED_OUT'])
})

test('a hook that a listener of the login calls again runs once', async () => {
  const world = createWorld()
  const auth = world.auth()
  let runs = 0
  const page = protect(auth, { onShow: () => runs++ }, { on: 'show' })
  const instance = {} as never
  auth.on('login', () => page.onShow.call(instance))
  page.onShow.call(instance)
  await world.advance(5000)
  expect(runs).toBe(1)
})

test('of a Component the unloading is a lifetime, so that a behavior keeps its onUnload', () => {
  const detached: string[] = []
  const component = {
    methods: { onLoad: () => undefined },
    lifetimes: { detached: () => void detached.push('own') },
  }
  const page = protect(createWorld().auth(), component)
  expect(Object.keys(page.methods)).toEqual(['onLoad'])
  page.lifetimes.detached.call({} as never)
  expect(detached).toEqual(['own'])
})

describe('a page that is opened after a logout', () => {
  test('loads when the session of the next user has come to its end, too', async () => {
    const { world, auth } = await setUp({ renewBefore: 0 })
    world.server.expiresIn = 3600
    const page = protect(auth, { onLoad: () => 'loaded' })
    await world.until(auth.logout())
    await world.until(auth.login())
    await world.advance(3_600_000)
    const told: unknown[] = []
    const instance = { onAuthError: (error: unknown) => told.push(error) }
    const loaded: unknown = page.onLoad.call(instance as never)
    expect([await world.until(Promise.resolve(loaded)), told]).toEqual(['loaded', []])
    expect(world.history.logins()).toBe(2)
  })
})
