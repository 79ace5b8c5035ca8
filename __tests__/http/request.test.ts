import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type Answer } from '../support/world'

async function loggedIn(options = {}) {
  const world = createWorld()
  const auth = world.auth(options)
  await world.clock.until(auth.ensureLogin())
  world.history.length = 0
  return { world, auth }
}

describe('auth', () => {
  test('required is the default for baseURL and trustedOrigins, none for others', async () => {
    const { world, auth } = await loggedIn({ trustedOrigins: ['https://files.example.com'] })
    const urls = ['/a', 'https://files.example.com/b', 'https://other.example.com/c', '//evil.com/d']
    await world.clock.until(outcomes(urls.map((url) => auth.request({ url }))))
    expect(world.sends().map(({ url, token }) => [url, token])).toEqual([
      ['https://api.example.com/a', 'token-1'],
      ['https://files.example.com/b', 'token-1'],
      ['https://other.example.com/c', null],
      ['https://evil.com/d', null],
    ])
  })

  test.each(['required', 'optional'] as const)(
    '%s on another origin is refused, and nothing is sent',
    async (mode) => {
      const { world, auth } = await loggedIn()
      await expect(auth.request({ url: 'https://other.example.com/', auth: mode })).rejects.toMatchObject({
        code: 'UNTRUSTED_ORIGIN',
      })
      expect(world.sends()).toEqual([])
    },
  )

  test('none carries no token and waits for nothing', async () => {
    const world = createWorld()
    const request = world.auth().request({ url: '/public', auth: 'none' })
    expect(world.sends()).toMatchObject([{ token: null }])
    await expect(world.clock.until(request)).resolves.toMatchObject({ data: 'public' })
    expect(world.count('login')).toBe(0)
  })

  test('none resolves with a 401 as it is', async () => {
    const world = createWorld()
    const response = await world.clock.until(world.auth().request({ url: '/orders', auth: 'none' }))
    expect(response.statusCode).toBe(401)
    expect(world.count('login')).toBe(0)
  })

  test('optional carries the token if there is one, and logs nobody in', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.clock.until(auth.request({ url: '/public', auth: 'optional' }))
    await world.clock.until(auth.ensureLogin())
    await world.clock.until(auth.request({ url: '/public', auth: 'optional' }))
    expect(world.sends('/public').map(({ token }) => token)).toEqual([null, 'token-1'])
  })

  test('optional waits for the first storage read', async () => {
    const { world } = await loggedIn()
    await world.clock.advance(10)
    await world.clock.until(world.restart().auth().request({ url: '/public', auth: 'optional' }))
    expect(world.sends('/public')).toMatchObject([{ token: 'token-1' }])
  })

  test('optional, rejected with the token, is sent again without', async () => {
    const { world, auth } = await loggedIn()
    world.serve = (_, token) => ({ statusCode: token === null ? 200 : 401 })
    await expect(world.clock.until(auth.request({ url: '/x', auth: 'optional' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.sends('/x').map(({ token }) => token)).toEqual(['token-1', null])
    expect(world.count('login')).toBe(0)
  })

  test('a logout does not end an optional request that carries no token', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.clock.advance(10)
    const request = auth.request({ url: '/public', auth: 'optional' })
    await world.clock.advance(1)
    void auth.logout()
    await expect(world.clock.until(request)).resolves.toMatchObject({ statusCode: 200 })
  })
})

describe('replay', () => {
  test('uses the new token and is otherwise the same, though the caller has changed his objects', async () => {
    const { world, auth } = await loggedIn()
    world.valid.clear()
    const data = { items: [{ id: 1 }], note: '备注' }
    const header = { 'x-trace': 'a' }
    const request = auth.request({ url: '/orders', method: 'POST', data, header, timeout: 5000 })
    data.items.push({ id: 2 })
    header['x-trace'] = 'b'
    await world.clock.until(request)
    const [first, second] = world.sends('/orders').map((send) => send.request)
    expect(first).toEqual({
      url: 'https://api.example.com/orders',
      method: 'POST',
      data: { items: [{ id: 1 }], note: '备注' },
      header: { 'x-trace': 'a', Authorization: 'Bearer token-1' },
      timeout: 5000,
      redirect: 'manual',
    })
    expect(second).toEqual({ ...first, header: { 'x-trace': 'a', Authorization: 'Bearer token-2' } })
    expect(header).toEqual({ 'x-trace': 'b' })
  })

  test.each([
    ['a string', 'a=1&b=2'],
    ['an array', [1, { a: 2 }]],
    ['null', null],
    ['a number', 0],
  ])('%s passes unchanged', async (_, data) => {
    const { world, auth } = await loggedIn()
    await world.clock.until(auth.request({ url: '/orders', method: 'POST', data }))
    expect(world.sends('/orders')[0]?.request.data).toEqual(data)
  })

  test('an ArrayBuffer passes as its bytes were', async () => {
    const { world, auth } = await loggedIn()
    const data = new Uint8Array([1, 2, 3]).buffer
    const request = auth.request({ url: '/orders', method: 'POST', data })
    new Uint8Array(data)[0] = 9
    await world.clock.until(request)
    expect([...new Uint8Array(world.sends('/orders')[0]?.request.data as ArrayBuffer)]).toEqual([1, 2, 3])
  })

  test('replay: false rejects with SESSION_REJECTED; the next request logs in', async () => {
    const { world, auth } = await loggedIn()
    world.valid.clear()
    await expect(world.clock.until(auth.request({ url: '/orders', replay: false }))).rejects.toMatchObject({
      code: 'SESSION_REJECTED',
    })
    expect(world.count('login')).toBe(0)
    await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
      statusCode: 200,
    })
  })

  test('only a rejected session is replayed: not a 500, not a network failure', async () => {
    const { world, auth } = await loggedIn()
    world.serve = () => ({ statusCode: 500 })
    await expect(world.clock.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ statusCode: 500 })
    world.serve = () => ({ errMsg: 'request:fail -105' })
    await expect(world.clock.until(auth.request({ url: '/x' }))).rejects.toMatchObject({ code: 'NETWORK' })
    expect(world.sends('/x')).toHaveLength(2)
    expect(auth.session?.token).toBe('token-1')
  })
})

describe('isExpired', () => {
  test.each([
    ['a body’s code', ({ data }: { data: unknown }) => (data as { code: number }).code === 301],
    [
      'an asynchronous predicate',
      ({ data }: { data: unknown }) => Promise.resolve((data as { code: number }).code === 301),
    ],
  ])('%s', async (_, isExpired) => {
    const { world, auth } = await loggedIn({ isExpired })
    world.serve = (__, token) => ({ data: { code: token !== null && world.valid.has(token) ? 0 : 301 } })
    world.valid.clear()
    await expect(world.clock.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: { code: 0 } })
    expect(world.count('login')).toBe(1)
  })

  test.each([
    ['throws', () => JSON.parse('{') as boolean],
    ['rejects', () => Promise.reject(new Error('x'))],
  ])('that %s rejects the request with the cause', async (_, isExpired) => {
    const { world, auth } = await loggedIn({ isExpired })
    await expect(world.clock.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      cause: expect.any(Error),
    })
  })
})

describe('the token function', () => {
  test('may not take the token to another origin', async () => {
    const { world, auth } = await loggedIn({
      token: (request: { url: string }, token: string) => ({
        ...request,
        url: `https://evil.com/?t=${token}`,
      }),
    })
    await expect(world.clock.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'UNTRUSTED_ORIGIN',
    })
    expect(world.sends('evil')).toEqual([])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('x')
      },
    ],
    ['returns nothing', () => undefined],
  ])('that %s rejects the request', async (_, token) => {
    const { world, auth } = await loggedIn({ token })
    await expect(world.clock.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    })
  })
})

describe('a request that is not one is refused', () => {
  test.each<[unknown, string]>([
    [undefined, 'object'],
    ['/orders', 'object'],
    [{}, '`url`'],
    [{ url: 7 }, '`url`'],
    [{ url: '/x', auth: true }, '`auth`'],
    [{ url: '/x', replay: 'no' }, '`replay`'],
    [{ url: '/x', header: 'a: b' }, '`header`'],
    [{ url: '/x', success: () => undefined }, '`success`'],
    [{ url: '/x', redirect: 'follow' }, '`redirect'],
  ])('%j', async (options, named) => {
    const { auth } = await loggedIn()
    const error = await auth.request(options as never).catch((reason: unknown) => reason as Error)
    expect(error).toMatchObject({ code: 'INVALID_OPTIONS', message: expect.stringContaining(named) })
  })
})

describe('whatever wx.request does, the request settles once', () => {
  test.each<[Answer, string | null]>([
    ['fail', 'NETWORK'],
    ['silent', 'TIMEOUT'],
    ['throw', 'NETWORK'],
    ['empty', 'NETWORK'],
    ['both', null],
    ['twice', null],
  ])('%s', async (answer, code) => {
    const { world, auth } = await loggedIn()
    world.answers.request = answer
    const [result] = await world.clock.until(outcomes([auth.request({ url: '/orders' })]))
    expect(result).toMatchObject(code ? { code } : { statusCode: 200 })
    await world.clock.advance(1000)
    expect(world.clock.pending).toBe(0)
  })
})

test('a token that is rejected between a login and a send is not sent: the request waits for the next', async () => {
  const { world, auth } = await loggedIn()
  world.valid.clear()
  // Two requests; the first's rejection ends the session while the second waits in the login that it began.
  const requests = [auth.request({ url: '/a' }), auth.request({ url: '/b' })]
  const responses = await world.clock.until(Promise.all(requests))
  expect(responses).toMatchObject([{ statusCode: 200 }, { statusCode: 200 }])
  expect(world.sends('/').every(({ url, token }) => url.endsWith('/login') || token !== null)).toBe(true)
})

test('10 requests that wait for a silent login reject when its time is over, and the next one works', async () => {
  const world = createWorld()
  world.answers.login = 'silent'
  const auth = world.auth({ cooldown: 0 })
  const errors = await world.clock.until(
    outcomes(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))),
  )
  expect(errors).toEqual(Array(10).fill(expect.objectContaining({ code: 'LOGIN_TIMEOUT' })))
  world.answers.login = 'success'
  await expect(world.clock.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
})
