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
