import { describe, expect, test } from '@jest/globals'
import { AuthError, type AuthErrorCode } from '../../src/index'
import type { Outcome } from '../../src/testing'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'

describe('auth', () => {
  test('required is the default for baseURL and trustedOrigins, none for others', async () => {
    const { world, auth } = await loggedIn({ trustedOrigins: ['https://files.example.com'] })
    const urls = ['/a', 'https://files.example.com/b', 'https://other.example.com/c', '//evil.com/d']
    await world.until(outcomes(urls.map((url) => auth.request({ url }))))
    expect(world.history.sends().map(({ url, token }) => [url, token])).toEqual([
      ['https://api.example.com/a', 'token-1'],
      ['https://files.example.com/b', 'token-1'],
      ['https://other.example.com/c', null],
      ['https://evil.com/d', null],
    ])
  })

  test.each([
    [
      'https://other.example.com/me?key=hush',
      "request: `auth: 'required'`: https://other.example.com is neither the origin of",
    ],
    [
      'https://me:hush@other.example.com/',
      'a URL that is not plainly https://host/path is neither the origin of',
    ],
  ])('the error names the origin of %s, and no more of it', async (url, named) => {
    const { auth } = await loggedIn()
    const error = (await auth.request({ url, auth: 'required' }).catch((reason: unknown) => reason)) as Error
    expect(error.message).toContain(named)
    expect(error.message).not.toContain('hush')
  })

  test('none carries no token and waits for nothing', async () => {
    const world = createWorld()
    const request = world.auth().request({ url: '/public', auth: 'none' })
    expect(world.history.sends()).toMatchObject([{ token: null }])
    await expect(world.until(request)).resolves.toMatchObject({
      data: { url: 'https://api.example.com/public' },
    })
    expect(world.history.logins()).toBe(0)
  })

  test('none resolves with a 401 as it is', async () => {
    const world = createWorld()
    const response = await world.until(world.auth().request({ url: '/orders', auth: 'none' }))
    expect(response.statusCode).toBe(401)
    expect(world.history.logins()).toBe(0)
  })

  test('optional carries the token if there is one, and logs nobody in', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.until(auth.request({ url: '/public', auth: 'optional' }))
    await world.until(auth.ensureLogin())
    await world.until(auth.request({ url: '/public', auth: 'optional' }))
    expect(world.history.sends('/public').map(({ token }) => token)).toEqual([null, 'token-1'])
  })

  test('optional waits for the first storage read', async () => {
    const { world } = await loggedIn()
    await world.advance(10)
    world.restart()
    await world.until(world.auth().request({ url: '/public', auth: 'optional' }))
    expect(world.history.sends('/public')).toMatchObject([{ token: 'token-1' }])
  })

  test('optional, rejected with the token, is sent again without', async () => {
    const { world, auth } = await loggedIn()
    world.server.route('/public/x', ({ token }) => ({ statusCode: token === null ? 200 : 401 }))
    await expect(world.until(auth.request({ url: '/public/x', auth: 'optional' }))).resolves.toMatchObject({
      statusCode: 200,
    })
    expect(world.history.sends('/public/x').map(({ token }) => token)).toEqual(['token-1', null])
    expect(world.history.logins()).toBe(0)
  })

  test('a logout does not end an optional request that carries no token', async () => {
    const world = createWorld()
    const auth = world.auth()
    await world.advance(10)
    const request = auth.request({ url: '/public', auth: 'optional' })
    await world.advance(1)
    void auth.logout()
    await expect(world.until(request)).resolves.toMatchObject({ statusCode: 200 })
  })
})

describe('replay', () => {
  test('uses the new token and is otherwise the same, though the caller has changed his objects', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const data = { items: [{ id: 1 }], note: '备注' }
    const header = { 'x-trace': 'a' }
    const request = auth.request({ url: '/orders', method: 'POST', data, header, timeout: 5000 })
    data.items.push({ id: 2 })
    header['x-trace'] = 'b'
    await world.until(request)
    const [first, second] = world.history.calls('request', '/orders').map(({ options }) => options as object)
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
    world.server.route('/public/x', ({ openid }) => ({ data: { code: openid === null ? 301 : 0 } }))
    world.server.expireAll()
    await expect(world.until(auth.request({ url: '/public/x' }))).resolves.toMatchObject({
      data: { code: 0 },
    })
    expect(world.history.logins()).toBe(1)
  })

  test.each([
    ['throws', () => JSON.parse('{') as boolean],
    ['rejects', () => Promise.reject(new Error('x'))],
  ])('that %s rejects the request with the cause', async (_, isExpired) => {
    const { world, auth } = await loggedIn({ isExpired })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      cause: expect.any(Error),
    })
  })

  test('that rejects with an AuthError, of a request of its own say, passes that on', async () => {
    const error = new AuthError('NETWORK', 'The question could not be asked.')
    const { world, auth } = await loggedIn({ isExpired: () => Promise.reject(error) })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toBe(error)
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
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'UNTRUSTED_ORIGIN',
    })
    expect(world.history.sends('evil')).toEqual([])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('x')
      },
    ],
    ['returns nothing', () => undefined as never],
  ])('that %s rejects the request', async (_, token) => {
    const { world, auth } = await loggedIn({ token })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
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
    [{ url: '/x', success: 'yes' }, '`success`'],
  ])('%j', async (options, named) => {
    const { auth } = await loggedIn()
    const error = await auth.request(options as never).catch((reason: unknown) => reason as Error)
    expect(error).toMatchObject({ code: 'INVALID_OPTIONS', message: expect.stringContaining(named) })
  })
})

describe('whatever wx.request does, the request settles once', () => {
  test.each<[Outcome, AuthErrorCode | null]>([
    ['fail', 'NETWORK'],
    ['neither', 'TIMEOUT'],
    ['throw', 'NETWORK'],
    ['empty', 'NETWORK'],
    ['both', null],
    ['twice', null],
  ])('%s', async (outcome, code) => {
    const { world, auth } = await loggedIn()
    world.script('request', { outcome })
    const [result] = await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(result).toMatchObject(code ? { code } : { statusCode: 200 })
    await world.advance(1000)
    expect(world.clock.pending).toBe(0)
  })
})

test('10 requests that wait for a silent login reject when its time is over, and the next one works', async () => {
  const world = createWorld()
  world.script('login', { outcome: 'neither', times: 1 })
  const auth = world.auth({ cooldown: 0 })
  const errors = await world.until(
    outcomes(Array.from({ length: 10 }, () => auth.request({ url: '/orders' }))),
  )
  expect(errors).toEqual(Array(10).fill(expect.objectContaining({ code: 'LOGIN_TIMEOUT' })))
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({
    statusCode: 200,
  })
})
