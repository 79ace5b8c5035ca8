import { describe, expect, test } from '@jest/globals'
import type { AuthOptions } from '../src/options'
import { deepFreeze, loggedIn } from './support/logged-in'
import { createWorld } from './support/phone'

describe('attach', () => {
  test('gives a copy with an absolute URL and the token, after a login', async () => {
    const world = createWorld()
    const request = { url: '/x?a=1', method: 'PUT', header: { 'X-A': 'b' }, data: [1], mine: true } as const
    const attached = await world.until(world.auth().attach(deepFreeze(request)))
    expect(attached).toMatchObject({
      url: 'https://api.example.com/x?a=1',
      method: 'PUT',
      header: { 'X-A': 'b', Authorization: 'Bearer token-1' },
      data: [1],
      mine: true,
    })
    expect(request.header).toEqual({ 'X-A': 'b' })
    expect(world.history.logins()).toBe(1)
    expect(world.history.sends('/x')).toEqual([])
  })

  test('logs nobody in who is', async () => {
    const { world, auth } = await loggedIn()
    await world.until(Promise.all([auth.attach({ url: '/a' }), auth.attach({ url: '/b' })]))
    expect(world.history.steps).toEqual([])
  })

  test('ten at once share one login', async () => {
    const world = createWorld()
    const auth = world.auth()
    const all = Array.from({ length: 10 }, (_, index) => auth.attach({ url: `/${index}` }))
    const headers = (await world.until(Promise.all(all))).map(({ header }) => header)
    expect(new Set(headers.map((header) => JSON.stringify(header)))).toEqual(
      new Set(['{"Authorization":"Bearer token-1"}']),
    )
    expect(world.history.logins()).toBe(1)
  })

  test('renews what is about to end, as a request would', async () => {
    const { world, auth } = await loggedIn({}, { server: { expiresIn: 100 } })
    await world.advance(99_000)
    await expect(world.until(auth.attach({ url: '/x' }))).resolves.toMatchObject({
      header: { Authorization: 'Bearer token-2' },
    })
  })

  test.each<[string, AuthOptions['token'], object]>([
    ['cookie', { cookie: 'sid' }, { header: { Cookie: 'sid=token-1' } }],
    ['query', { query: 'sid' }, { url: 'https://api.example.com/x?sid=token-1' }],
    ['data', { data: 'sid' }, { data: { sid: 'token-1' } }],
    ['a function', (request, token) => ({ ...request, header: { t: token } }), { header: { t: 'token-1' } }],
  ])('puts the token where the options say: %s', async (_, token, expected) => {
    const { world, auth } = await loggedIn({ token })
    const attached = await world.until(auth.attach({ url: '/x' }))
    expect(attached).toMatchObject({ url: 'https://api.example.com/x', ...expected })
  })

  describe('with `auth`, as a request', () => {
    const HEADER = { Authorization: 'Bearer token-1' }

    test.each([
      ['required', HEADER, 1],
      ['lazy', {}, 0],
      ['optional', {}, 0],
      ['none', {}, 0],
    ] as const)('%s: what a guest’s has, and how often he is logged in', async (mode, header, logins) => {
      const world = createWorld()
      const attached = await world.until(world.auth().attach({ url: '/x', data: { a: 1 } }, { auth: mode }))
      expect(attached).toMatchObject({ url: 'https://api.example.com/x', data: { a: 1 } })
      expect(attached.header).toEqual(header)
      expect(world.history.logins()).toBe(logins)
    })

    test.each([
      ['required', HEADER],
      ['lazy', HEADER],
      ['optional', HEADER],
      ['none', {}],
    ] as const)(
      '%s: the session, if there is one, also if it is still in the storage',
      async (mode, header) => {
        const { world, auth } = await loggedIn()
        expect((await world.until(auth.attach({ url: '/x' }, { auth: mode }))).header).toEqual(header)
        world.restart()
        const restarted = world.auth()
        expect((await world.until(restarted.attach({ url: '/x' }, { auth: mode }))).header).toEqual(header)
        expect(world.history.logins()).toBe(0)
      },
    )

    test.each([
      ['required', { Authorization: 'Bearer token-2' }, 1],
      // Somebody who was logged in is no guest.
      ['lazy', { Authorization: 'Bearer token-2' }, 1],
      ['optional', {}, 0],
      ['none', {}, 0],
    ] as const)('%s: where the session has ended', async (mode, header, logins) => {
      const { world, auth } = await loggedIn()
      auth.invalidate('token-1')
      expect((await world.until(auth.attach({ url: '/x' }, { auth: mode }))).header).toEqual(header)
      expect(world.history.logins()).toBe(logins)
    })

    test.each(['lazy', 'optional', 'none'] as const)('%s: after a logout there is none', async (mode) => {
      const { world, auth } = await loggedIn()
      await world.until(auth.logout())
      expect((await world.until(auth.attach({ url: '/x' }, { auth: mode }))).header).toEqual({})
    })

    test.each(['lazy', 'optional'] as const)('%s: nothing of who comes after the logout', async (mode) => {
      const world = createWorld()
      const auth = world.auth()
      const attached = auth.attach({ url: '/x' }, { auth: mode })
      void auth.setSession({ token: 'another' })
      expect((await world.until(attached)).header).toEqual({})
    })

    test('by default as `auth` of createAuth says', async () => {
      const world = createWorld()
      expect((await world.until(world.auth({ auth: 'optional' }).attach({ url: '/x' }))).header).toEqual({})
      expect(world.history.logins()).toBe(0)
    })

    test('none goes to any origin, the others to none that is not trusted', async () => {
      const { world, auth } = await loggedIn()
      const url = 'https://other.example.com/x'
      await expect(world.until(auth.attach({ url }, { auth: 'none' }))).resolves.toEqual({ url, header: {} })
      for (const mode of ['required', 'lazy', 'optional'] as const)
        await expect(auth.attach({ url }, { auth: mode })).rejects.toMatchObject({ code: 'UNTRUSTED_ORIGIN' })
    })

    test.each([
      [{ auth: 'maybe' }, "attach: `auth` must be one of 'required', 'lazy', 'optional', 'none'."],
      [{ mode: 'none' }, 'attach: what it is given has an unknown member `mode` (known: auth).'],
      ['none', 'attach: what it is given must be an object.'],
    ])('is refused where it is wrong: %j', async (options, message) => {
      const attached = createWorld()
        .auth()
        .attach({ url: '/x' }, options as never)
      await expect(attached).rejects.toMatchObject({ code: 'INVALID_OPTIONS', message })
    })
  })

  describe('trusts', () => {
    const options = { trustedOrigins: ['https://live.example.com:8443', 'http://intranet.example.com'] }

    test.each([
      ['/relative', 'https://api.example.com/relative'],
      ['', 'https://api.example.com'],
      ['//api.example.com/x', 'https://api.example.com/x'],
      ['HTTPS://API.example.com/x', 'HTTPS://API.example.com/x'],
      ['https://api.example.com:443/x', 'https://api.example.com:443/x'],
      ['wss://api.example.com/socket', 'wss://api.example.com/socket'],
      ['WSS://api.example.com:443/socket', 'WSS://api.example.com:443/socket'],
      ['wss://live.example.com:8443/socket', 'wss://live.example.com:8443/socket'],
      ['ws://intranet.example.com/socket', 'ws://intranet.example.com/socket'],
    ])('%s', async (url, absolute) => {
      const { world, auth } = await loggedIn(options)
      await expect(world.until(auth.attach({ url }))).resolves.toMatchObject({
        url: absolute,
        header: { Authorization: 'Bearer token-1' },
      })
    })

    test.each([
      'https://evil.example.com/x',
      '//evil.example.com/x',
      'http://api.example.com/x',
      'ws://api.example.com/socket',
      'wss://live.example.com/socket',
      'wss://intranet.example.com/socket',
      'wss://api.example.com.evil.com/socket',
      'wss://api.example.com@evil.com/socket',
      'wss:\\\\evil.com\\@api.example.com/socket',
      'wsss://api.example.com/socket',
      'ftp://api.example.com/x',
      'javascript:alert(1)',
    ])('not %j: UNTRUSTED_ORIGIN, and nobody is logged in for that', async (url) => {
      const world = createWorld()
      const auth = world.auth(options)
      await expect(auth.attach({ url })).rejects.toMatchObject({ code: 'UNTRUSTED_ORIGIN' })
      await world.advance(1000)
      expect(world.history.logins()).toBe(0)
    })

    test.each([' https://evil.com/', '\thttps://evil.com/', 'ht\ntps://evil.com/', '\\\\evil.com/'])(
      'no other host by %j, which is a path like any other',
      async (url) => {
        const { world, auth } = await loggedIn(options)
        await expect(world.until(auth.attach({ url }))).resolves.toMatchObject({
          url: `https://api.example.com/${url}`,
        })
      },
    )

    test('not what a function given as `token` makes of it', async () => {
      const { world, auth } = await loggedIn({
        token: (request) => ({ ...request, url: 'https://evil.com/' }),
      })
      await expect(world.until(auth.attach({ url: '/x' }))).rejects.toMatchObject({
        code: 'UNTRUSTED_ORIGIN',
      })
    })
  })

  test.each([[undefined], [null], ['/x'], [{}], [{ url: 7 }], [{ url: '/x', header: 'a: b' }]])(
    'refuses %j, which is no request, and logs nobody in for that',
    async (request) => {
      const world = createWorld()
      await expect(world.auth().attach(request as never)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
      await world.advance(1000)
      expect(world.history.logins()).toBe(0)
    },
  )

  test('rejects as ensureLogin does', async () => {
    const { world, auth } = await loggedIn()
    const waiting = auth.attach({ url: '/x' })
    void auth.logout()
    await expect(world.until(waiting)).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    await expect(world.until(auth.attach({ url: '/x' }))).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    const other = createWorld()
    other.script('login', { outcome: 'fail' })
    await expect(other.until(other.auth().attach({ url: '/x' }))).rejects.toMatchObject({
      code: 'WX_LOGIN_FAILED',
    })
  })
})
