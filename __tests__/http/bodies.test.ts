import { describe, expect, test } from '@jest/globals'
import type { AuthOptions, Middleware } from '../../src/index'
import { deepFreeze, loggedIn, overheard } from '../support/logged-in'
import { createWorld } from '../support/phone'

const bytes = (...values: number[]) => new Uint8Array(values).buffer
const POST = { url: '/orders', method: 'POST' } as const

describe('a body passes as it is', () => {
  test.each([
    ['a string', 'a=1&b=2'],
    ['an empty string', ''],
    ['an object', { a: 1, b: { c: [null, '二'] } }],
    ['an empty object', {}],
    ['an array', [1, { a: true }]],
    ['an ArrayBuffer', bytes(0, 255, 128)],
    ['null', null],
    ['a number', 7],
    ['zero', 0],
    ['false', false],
  ])('%s', async (_, data) => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    await world.until(auth.request({ ...POST, data }))
    const sent = world.history.sends('/orders').map((send) => [send.token, send.data])
    expect(sent).toEqual([
      ['token-1', data],
      ['token-2', data],
    ])
  })

  test('none stays none', async () => {
    const world = createWorld()
    const { wx, passed } = overheard(world.wx, 'request')
    await world.until(world.auth({ wx }).request(POST))
    expect(passed.at(-1)).toHaveProperty('method', 'POST')
    expect(passed.at(-1)).not.toHaveProperty('data')
  })

  test('an ArrayBuffer arrives as one, byte for byte, and not as that of the caller', async () => {
    const world = createWorld()
    const { wx, passed } = overheard(world.wx, 'request')
    const data = bytes(1, 2, 3)
    await world.until(world.auth({ wx }).request({ ...POST, data }))
    expect(passed.at(-1)?.data).toBeInstanceOf(ArrayBuffer)
    expect(passed.at(-1)?.data).not.toBe(data)
    expect([...new Uint8Array(passed.at(-1)?.data as ArrayBuffer)]).toEqual([1, 2, 3])
  })

  test('the data of a GET is the platform’s to put into the query', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.request({ url: '/orders?a=1', data: { page: 2, q: 'a b&c' } }))
    expect(world.history.sends()[0]?.url).toBe('https://api.example.com/orders?a=1&page=2&q=a%20b%26c')
  })
})

describe('the caller’s objects', () => {
  const given = () => ({
    ...POST,
    header: { 'X-Trace': '1', authorization: 'mine' },
    data: { list: [{ id: 1 }], note: 'n' },
  })
  const sentAs = (token: string) => ({
    token,
    header: { 'X-Trace': '1', Authorization: `Bearer ${token}` },
    data: { list: [{ id: 1 }], note: 'n' },
  })

  test('may be frozen to their full depth', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const options = deepFreeze(given())
    await expect(world.until(auth.request(options))).resolves.toMatchObject({ statusCode: 200 })
    expect(world.history.sends('/orders')).toMatchObject([sentAs('token-1'), sentAs('token-2')])
    expect(options).toEqual(given())
  })

  test.each([
    ['header', { header: 'x-session' }],
    ['query', { query: 'session' }],
    ['cookie', { cookie: 'sid' }],
    ['data', { data: 'session' }],
    [
      'a function that writes on what it is given',
      (request: { header?: object; data?: unknown }, token: string) => {
        Object.assign(request.header ?? {}, { 'x-session': token })
        Object.assign((request.data as { list: object[] }).list[0] ?? {}, { token })
        return request as never
      },
    ],
  ])('are as before with the token in %s, and so is the copy for the replay', async (_, token) => {
    const { world, auth } = await loggedIn({
      token: token as never,
      isExpired: (response) => (response.data as { code?: number }).code === 301,
    })
    world.server.publicPaths.push('/orders')
    let answers = 0
    world.server.route('/orders', () => ({ data: { code: answers++ === 0 ? 301 : 0 } }))
    const options = given()
    await world.until(auth.request(deepFreeze(options)))
    expect(options).toEqual(given())
    const [first, second] = world.history.sends('/orders')
    expect(JSON.stringify(first)).toContain('token-1')
    expect(JSON.stringify(second)).toContain('token-2')
    expect(JSON.stringify(second)).not.toContain('token-1')
  })

  test('may change after the call: what is sent, after a login and again, is what was given', async () => {
    const world = createWorld()
    const options = given()
    const task = world.auth().request(options)
    const change = (text: string) => {
      options.header['X-Trace'] = text
      options.data.note = text
      options.data.list.push({ id: 2 })
      Object.assign(options.data.list[0] ?? {}, { id: text })
      Object.assign(options, { url: `/${text}`, method: 'PUT', timeout: 1, auth: 'none', priority: 'low' })
    }
    change('meanwhile')
    world.server.route('POST', '/orders', () => {
      change('later')
      return world.history.answers('/orders').length === 0 ? { statusCode: 401 } : {}
    })
    await world.until(task)
    const [first, second] = world.history.sends('/orders')
    expect(first).toMatchObject(sentAs('token-1'))
    expect(second).toMatchObject(sentAs('token-2'))
    const paths = world.history.sends().map(({ method, url }) => `${method} ${url.slice(23)}`)
    expect(paths).toEqual(['POST /login', 'POST /orders', 'POST /login', 'POST /orders'])
  })

  test('may change after the call: bytes, too', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const view = new Uint8Array([1, 2, 3])
    const task = auth.request({ ...POST, data: view.buffer })
    view.fill(9)
    await world.advance(10)
    view.fill(8)
    await world.until(task)
    const sent = world.history.sends('/orders').map(({ data }) => [...new Uint8Array(data as ArrayBuffer)])
    expect(sent).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
  })
})

describe('token: { data }', () => {
  test.each([
    ['a string', 'a=1'],
    ['an array', [1]],
    ['an ArrayBuffer', bytes(1)],
    ['a number', 7],
    ['false', false],
  ])('is not added to %s: the error says where it was to go, and nothing is sent', async (_, data) => {
    const { world, auth } = await loggedIn({ token: { data: 'third_Session' } })
    const task = world.until(auth.request({ ...POST, data }))
    await expect(task).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/third_Session.*plain object/) as unknown,
    })
    expect(world.history.sends()).toEqual([])
    await expect(world.until(auth.request({ ...POST, data, auth: 'none' }))).resolves.toBeDefined()
    expect(world.history.sends()).toMatchObject([{ data, token: null }])
  })

  test.each([
    ['an object', { a: 1 }, { a: 1, third_Session: 'token-1' }],
    ['null', null, { third_Session: 'token-1' }],
    ['nothing', undefined, { third_Session: 'token-1' }],
    ['its own name', { third_Session: 'mine' }, { third_Session: 'token-1' }],
  ])('is added to %s', async (_, data, sent) => {
    const { world, auth } = await loggedIn({ token: { data: 'third_Session' } })
    world.server.publicPaths.push('/orders')
    await world.until(auth.request({ ...POST, data }))
    expect(world.history.sends()[0]?.data).toEqual(sent)
  })
})

// An assignment takes it for the prototype, and so does Object.assign, which an object spread is compiled to.
describe('a member `__proto__`, as JSON.parse makes one, is a member like the others', () => {
  const text = '{"a":1,"__proto__":{"b":2}}'
  const given = () => JSON.parse(text) as Record<string, unknown>
  const withToken = (token: string) => text.replace(/}$/, `,"sid":"${token}"}`)
  const PLACEMENTS: Array<[string, NonNullable<AuthOptions['token']>, (token: string) => string]> = [
    ['a header', { header: 'Authorization' }, () => text],
    ['a cookie', { cookie: 'sid' }, () => text],
    ['the query', { query: 'sid' }, () => text],
    ['the body', { data: 'sid' }, withToken],
    ['wherever a function puts it', (request) => request, () => text],
  ]

  describe.each(PLACEMENTS)('with the token in %s', (_, token, sentAs) => {
    test.each([
      ['a request', []],
      ['a request with middleware', [(request, next) => next(request)]],
    ] as Array<[string, Middleware[]]>)('%s, and its replay', async (__, use) => {
      const world = createWorld()
      const { wx, passed } = overheard(world.wx, 'request')
      const rejected: unknown[] = []
      const isExpired = () => rejected.push(0) === 1
      const auth = world.auth({ wx, token, isExpired, use })
      await world.until(auth.request({ ...POST, data: given() }))
      const bodies = passed.filter(({ url }) => String(url).includes('/orders')).map(({ data }) => data)
      expect(bodies.map((data) => JSON.stringify(data))).toEqual([sentAs('token-1'), sentAs('token-2')])
      for (const data of bodies) expect(data).not.toHaveProperty('b')
    })

    test('the form of an upload', async () => {
      const { world } = await loggedIn()
      const { wx, passed } = overheard(world.wx, 'uploadFile')
      const auth = world.auth({ wx, token, isExpired: () => false })
      const file = { url: '/avatar', filePath: 'wxfile://a.png', name: 'avatar' }
      await world.until(auth.uploadFile({ ...file, formData: given() }))
      expect(JSON.stringify(passed[0]?.formData)).toBe(sentAs('token-1'))
    })

    test('the request of another client', async () => {
      const { world, auth } = await loggedIn({ token })
      const { data } = await world.until(auth.attach({ ...POST, data: given() }))
      expect(JSON.stringify(data)).toBe(sentAs('token-1'))
    })
  })

  test('a header has it, too', async () => {
    const { world } = await loggedIn()
    const { wx, passed } = overheard(world.wx, 'request')
    const header = JSON.parse('{"x-a":"1","__proto__":{"x-b":"2"}}') as Record<string, string>
    await world.until(world.auth({ wx }).request({ url: '/public', auth: 'none', header }))
    expect(JSON.stringify(passed[0]?.header)).toBe('{"x-a":"1","__proto__":{"x-b":"2"}}')
  })

  test.each([
    ['without middleware', []],
    ['with middleware', [(request, next) => next(request)]],
  ] as Array<[string, Middleware[]]>)('among the options it is without effect, %s', async (_, use) => {
    const { world } = await loggedIn()
    const { wx, passed } = overheard(world.wx, 'request')
    const auth = world.auth({ wx, use })
    const options = JSON.parse('{"url":"/orders","__proto__":{"auth":"none","method":"POST"}}') as {
      url: string
    }
    await world.until(auth.request(options))
    expect(passed[0]).toHaveProperty('header', { Authorization: 'Bearer token-1' })
    expect([Object.getPrototypeOf(passed[0]), passed[0]?.method]).toEqual([Object.prototype, undefined])
  })
})
