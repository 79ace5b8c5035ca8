import { afterEach, describe, expect, test } from '@jest/globals'
import { AuthError } from '../../src/auth-error'
import { mock, type MockRule } from '../../src/plugins/mock'
import { createWorld, type World } from '../support/phone'

let world: World | undefined
afterEach(() => world?.uninstall())

/** An app on a phone where nothing has happened yet. */
function start(...rules: MockRule[]) {
  const phone = createWorld()
  world = phone
  phone.install()
  return { world: phone, auth: phone.auth({ use: [mock(...rules)] }) }
}

describe('what a rule fits', () => {
  test('is answered without a network and without a login', async () => {
    const { world, auth } = start({ url: '/orders', reply: { data: ['tea'] } })
    const response = await world.until(auth.request({ url: '/orders' }))
    expect(response).toEqual({ statusCode: 200, data: ['tea'], header: {} })
    expect(world.history.count('login')).toBe(0)
    expect(world.history.sends()).toEqual([])
  })

  test('the rest goes on to the network', async () => {
    const { world, auth } = start({ url: '/orders', reply: {} })
    await world.until(auth.request({ url: '/orders/1' }))
    expect(world.history.sends('/orders/1')).toMatchObject([{ token: 'token-1' }])
  })

  test.each<[rule: Pick<MockRule, 'url' | 'method'>, url: string, method: 'GET' | 'POST', fits: boolean]>([
    [{ url: '/a' }, '/a', 'GET', true],
    [{ url: '/a' }, '/a', 'POST', true],
    [{ url: '/a' }, '/a?page=2', 'GET', true],
    [{ url: '/a' }, '/a/b', 'GET', false],
    [{ url: '/a' }, 'https://api.example.com/a', 'GET', false],
    [{ url: /^\/a\/\d+$/ }, '/a/7', 'GET', true],
    [{ url: /page=2/g }, '/a?page=2', 'GET', true],
    [{ url: /^\/a\/\d+$/ }, '/a/b', 'GET', false],
    [{ url: '/a', method: 'GET' }, '/a', 'GET', true],
    [{ url: '/a', method: 'POST' }, '/a', 'POST', true],
    [{ url: '/a', method: 'POST' }, '/a', 'GET', false],
  ])('%j, %s by %s: %s', async (rule, url, method, fits) => {
    const { world, auth } = start({ ...rule, reply: { data: 'mocked' } })
    for (const given of [{ url, method }, method === 'GET' ? { url } : { url, method }]) {
      // Twice: a pattern with `g` remembers where it was.
      const { data } = await world.until(auth.request({ ...given, auth: 'none' }))
      expect(data === 'mocked').toBe(fits)
    }
  })

  test('the first that fits counts', async () => {
    const { world, auth } = start({ url: /^\/a/, reply: { data: 1 } }, { url: '/a', reply: { data: 2 } })
    await expect(world.until(auth.request({ url: '/a' }))).resolves.toMatchObject({ data: 1 })
  })

  test('an upload is a POST, and a download a GET', async () => {
    const { world, auth } = start(
      { url: '/file', method: 'POST', reply: { data: 'up' } },
      { url: '/file', method: 'GET', reply: { data: 'down' } },
    )
    const upload = auth.uploadFile({ url: '/file', filePath: 'wxfile://a', name: 'file' })
    expect(await world.until(upload)).toMatchObject({ data: 'up' })
    expect(await world.until(auth.downloadFile({ url: '/file' }))).toMatchObject({ data: 'down' })
  })

  test('the method counts, however it is written', async () => {
    const { world, auth } = start({ url: '/a', method: 'POST', reply: { data: 1 } })
    const task = auth.request({ url: '/a', method: 'post' as 'POST' })
    expect(await world.until(task)).toMatchObject({ data: 1 })
  })

  test('uploads and downloads are requests, too', async () => {
    const { world, auth } = start({ url: '/file', reply: { data: 'saved' } })
    const upload = auth.uploadFile({ url: '/file', filePath: 'wxfile://a', name: 'file' })
    await expect(world.until(upload)).resolves.toMatchObject({ statusCode: 200, data: 'saved' })
    await expect(world.until(auth.downloadFile({ url: '/file' }))).resolves.toMatchObject({ statusCode: 200 })
    expect(world.history.sends()).toEqual([])
  })
})

describe('the reply', () => {
  test('may have any status and header', async () => {
    const { world, auth } = start({ url: '/a', reply: { statusCode: 404, header: { 'x-a': '1' } } })
    const response = await world.until(auth.request({ url: '/a' }))
    expect(response).toEqual({ statusCode: 404, data: null, header: { 'x-a': '1' } })
  })

  test('is a copy: what the app does with it changes neither the rule nor the next answer', async () => {
    const rule: MockRule = { url: '/a', reply: { data: { items: [1] }, header: { a: 'b' } } }
    const { world, auth } = start(rule)
    const first = await world.until(auth.request<{ items: number[] }>({ url: '/a' }))
    first.data.items.push(2)
    first.header.a = 'c'
    const second = await world.until(auth.request({ url: '/a' }))
    expect(second).toEqual({ statusCode: 200, data: { items: [1] }, header: { a: 'b' } })
    expect(rule.reply).toEqual({ data: { items: [1] }, header: { a: 'b' } })
  })

  test('of a function may depend on the request, and be waited for', async () => {
    const { world, auth } = start({
      url: /^\/orders/,
      reply: ({ url, method, data }) => Promise.resolve({ statusCode: 201, data: { url, method, data } }),
    })
    const response = await world.until(auth.request({ url: '/orders?a=1', method: 'POST', data: { b: 2 } }))
    expect(response).toEqual({
      statusCode: 201,
      data: { url: '/orders?a=1', method: 'POST', data: { b: 2 } },
      header: {},
    })
  })

  test('of a function may be a failure', async () => {
    const { world, auth } = start({
      url: '/a',
      reply: () => {
        throw new AuthError('NETWORK', 'offline')
      },
    })
    await expect(world.until(auth.request({ url: '/a' }))).rejects.toMatchObject({ code: 'NETWORK' })
  })

  test('takes as long as `latency` says, and ends at an abort', async () => {
    const { world, auth } = start({ url: '/a', reply: {}, latency: 300 })
    const ends: string[] = []
    void auth.request({ url: '/a' }).then(() => ends.push('answered'))
    const aborted = auth.request({ url: '/a' })
    aborted.catch((error: unknown) => ends.push((error as AuthError).code))
    await world.advance(299)
    expect(ends).toEqual([])
    aborted.abort()
    await world.advance(0)
    expect(ends).toEqual(['ABORTED'])
    await world.advance(1)
    expect(ends).toEqual(['ABORTED', 'answered'])
  })
})

test('the login’s own requests are beyond its reach', async () => {
  const { world, auth } = start({ url: /./, reply: { data: 'mocked' } })
  await world.until(auth.ensureLogin())
  expect(world.history.sends('/login')).toHaveLength(1)
  expect(auth.session?.token).toBe('token-1')
})

describe('a rule that is wrong is refused at once', () => {
  test.each([
    ['no url', { reply: {} }, '`url` must be a string or a pattern'],
    ['no reply', { url: '/a' }, '`reply` must be an object or a function'],
    ['a reply that is the body', { url: '/a', reply: 'tea' }, '`reply` must be an object or a function'],
    ['a method that is none', { url: '/a', reply: {}, method: 1 }, '`method` must be a string'],
    ['a latency below 0', { url: '/a', reply: {}, latency: -1 }, '`latency` must be a number'],
    ['a misspelt name', { url: '/a', reply: {}, delay: 1 }, '`delay` is unknown'],
    ['an array of rules', [{ url: '/a', reply: {} }], '`0` is unknown'],
    ['nothing', undefined, '`url` must be'],
  ])('%s', (_, rule, message) => {
    const making = () => mock({ url: '/good', reply: {} }, rule as MockRule)
    expect(making).toThrow(`mock: ${message}`)
    expect(making).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
  })
})
