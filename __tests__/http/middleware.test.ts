import { describe, expect, jest, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import type { TransferOptions } from '../../src/http/request-options'
import { deepFreeze, loggedIn, start } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'

const OK = { statusCode: 200, data: 'mine', header: {} }
/** Keeps what it is given, as it is given. */
function keeping(seen: TransferOptions[]): Middleware {
  return (request, next) => {
    seen.push(JSON.parse(JSON.stringify(request)) as TransferOptions)
    return next(request)
  }
}

describe('the order', () => {
  const layer =
    (name: string, said: string[]): Middleware =>
    async (request, next) => {
      said.push(`${name} in`)
      const response = await next(request)
      said.push(`${name} out`)
      return response
    }

  test('is that of koa: the first is the outermost', async () => {
    const said: string[] = []
    const { world, auth } = await loggedIn({ use: [layer('a', said), layer('b', said), layer('c', said)] })
    await world.until(auth.request({ url: '/x' }))
    expect(said).toEqual(['a in', 'b in', 'c in', 'c out', 'b out', 'a out'])
  })

  test('holds over a login and a replay, which are one request', async () => {
    const world = createWorld()
    const said: string[] = []
    const auth = world.auth({ use: [layer('a', said)] })
    await world.until(auth.request({ url: '/x' }))
    world.server.expireAll()
    await world.until(auth.request({ url: '/x' }))
    expect(world.history.sends('/x')).toHaveLength(3)
    expect(said).toEqual(['a in', 'a out', 'a in', 'a out'])
  })

  test('the first is called within the call of request()', () => {
    const seen: TransferOptions[] = []
    void createWorld()
      .auth({ use: [keeping(seen)] })
      .request({ url: '/x' })
    expect(seen).toHaveLength(1)
  })
})

describe('what it sees', () => {
  test.each([
    ['request', { method: 'POST', data: { a: [1] } }],
    ['uploadFile', { filePath: 'wxfile://a', name: 'file', formData: { a: [1] } }],
    ['downloadFile', { filePath: 'wxfile://usr/b' }],
  ] as const)('%s: which it is, what the app asked for, and never the token', async (api, more) => {
    const seen: TransferOptions[] = []
    const { world, auth } = await loggedIn({ use: [keeping(seen), keeping(seen)], token: { query: 'sid' } })
    const options = { url: '/x', header: { a: 'b' }, auth: 'optional', priority: 'low', ...more } as const
    const callbacks = { success: jest.fn(), fail: jest.fn(), complete: jest.fn() }
    await world.until(start(auth, api, { ...options, ...callbacks }))
    expect(seen).toEqual([
      { ...options, api, generation: 0 },
      { ...options, api, generation: 0 },
    ])
    expect(callbacks.success).toHaveBeenCalledTimes(1)
    expect(JSON.stringify(seen)).not.toContain('token')
  })

  test('whose request it is, also when that user has gone, and wx is not told', async () => {
    const seen: number[] = []
    const { world, auth } = await loggedIn({
      use: [
        async (request, next) => {
          await auth.setSession({ token: 'token-of-another' }, { wechat: true })
          seen.push(request.generation, auth.generation)
          return next(request)
        },
      ],
    })
    await world.until(auth.setSession({ token: 'token-of-one' }, { wechat: true }))
    const { generation } = auth
    expect(generation).toBeGreaterThan(0)
    // What the app may have under that name is not it.
    const options = { url: '/x', auth: 'none', generation: 'mine' } as const
    await world.until(auth.request(options))
    expect(seen).toEqual([generation, generation + 1])
    const sent = world.history.steps.filter((step) => step.type === 'call' && step.name === 'request')
    expect(sent).toHaveLength(1)
    expect(JSON.stringify(sent)).not.toContain('generation')
  })

  test('no callbacks, which are served once, at the end', async () => {
    const { world, auth } = await loggedIn({
      use: [
        async (request, next) => {
          expect(Object.keys(request).sort()).toEqual(['api', 'generation', 'url'])
          await next(request)
          return { ...(await next(request)), data: 'changed' }
        },
      ],
    })
    const success = jest.fn()
    await world.until(auth.request({ url: '/x', success, fail: success }))
    expect(success.mock.calls).toMatchObject([[{ data: 'changed' }]])
  })

  test('options of its own, which go no further', async () => {
    const seen: unknown[] = []
    const mine: Middleware = (request, next) => {
      const { cacheFor, ...rest } = request as TransferOptions & { cacheFor?: number }
      seen.push(cacheFor)
      return next(rest)
    }
    const { world, auth } = await loggedIn({ use: [mine] })
    await world.until(auth.request({ url: '/x', cacheFor: 60 } as never))
    expect(seen).toEqual([60])
    expect(JSON.stringify(world.history.steps)).not.toContain('cacheFor')
  })

  test('a copy: it may write on it to its full depth', async () => {
    const vandal: Middleware = (request, next) => {
      Object.assign(request.header ?? {}, { a: 'changed' })
      ;(request.data as { list: number[] }).list.push(2)
      return next(request)
    }
    const { world, auth } = await loggedIn({ use: [vandal] })
    const options = { url: '/x', method: 'POST', header: { a: 'b' }, data: { list: [1] } } as const
    await world.until(auth.request(deepFreeze(options)))
    expect(options).toEqual({ url: '/x', method: 'POST', header: { a: 'b' }, data: { list: [1] } })
    expect(world.history.sends()).toMatchObject([{ header: { a: 'changed' }, data: { list: [1, 2] } }])
  })
})

describe('what it may do', () => {
  test('change the request: what goes out, over a replay too, is the changed one', async () => {
    const seen: TransferOptions[] = []
    const change: Middleware = (request, next) =>
      next({ ...request, url: `/v2${request.url}`, header: { 'X-Trace': '1' }, method: 'POST', data: [1] })
    const { world, auth } = await loggedIn({ use: [change, keeping(seen)] })
    world.server.expireAll()
    await world.until(auth.request({ url: '/x' }))
    expect(seen).toMatchObject([{ url: '/v2/x' }])
    const sent = { method: 'POST', url: 'https://api.example.com/v2/x', data: [1] }
    expect(world.history.sends('/x')).toMatchObject([
      { ...sent, header: { 'X-Trace': '1', Authorization: 'Bearer token-1' } },
      { ...sent, header: { 'X-Trace': '1', Authorization: 'Bearer token-2' } },
    ])
  })

  test('change it while it is on its way: nothing of that is sent', async () => {
    const late: Middleware = async (request, next) => {
      const answer = next(request)
      Object.assign(request.data as object, { a: 2 })
      Object.assign(request, { url: '/elsewhere' })
      return answer
    }
    const { world, auth } = await loggedIn({ use: [late] })
    world.server.expireAll()
    await world.until(auth.request({ url: '/x', method: 'POST', data: { a: 1 } }))
    expect(world.history.sends('/x').map(({ data }) => data)).toEqual([{ a: 1 }, { a: 1 }])
  })

  test.each([
    ['another origin', { url: 'https://evil.example.com/', auth: 'required' }, 'UNTRUSTED_ORIGIN'],
    ['no URL', { url: undefined }, 'INVALID_OPTIONS'],
    ['an unknown auth', { auth: 'always' }, 'INVALID_OPTIONS'],
    ['a redirect that takes the token along', { redirect: 'follow' }, 'INVALID_OPTIONS'],
    ['a header that is none', { header: 'X-A: b' }, 'INVALID_OPTIONS'],
  ])('not what the app may not: %s', async (_, changes, code) => {
    const { world, auth } = await loggedIn({
      use: [(request, next) => next({ ...request, ...changes } as TransferOptions)],
    })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({ code })
    expect(world.history.sends()).toEqual([])
  })

  test('send it elsewhere: there without the token, as by the app', async () => {
    const { world, auth } = await loggedIn({
      use: [(request, next) => next({ ...request, url: 'https://backup.example.com/x' })],
    })
    await world.until(auth.request({ url: '/x' }))
    expect(world.history.sends()).toMatchObject([{ url: 'https://backup.example.com/x', token: null }])
  })

  test('answer by itself: nothing is sent, and nobody logged in', async () => {
    const world = createWorld()
    const auth = world.auth({ use: [() => Promise.resolve(OK)] })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toBe(OK)
    await expect(world.until(auth.uploadFile({ url: '/x', filePath: 'a', name: 'b' }))).resolves.toBe(OK)
    expect(world.history.count('request') + world.history.logins()).toBe(0)
  })

  test('call next again: another request, whose answer is the task’s', async () => {
    const again: Middleware = async (request, next) => {
      const first = await next(request)
      return first.statusCode === 503 ? next({ ...request, url: '/second' }) : first
    }
    const { world, auth } = await loggedIn({ use: [again] })
    world.server.route('/first', () => ({ statusCode: 503 }))
    world.server.route('/second', () => ({ data: 'second' }))
    await expect(world.until(auth.request({ url: '/first' }))).resolves.toMatchObject({ data: 'second' })
  })
})

test('a layer that resolves without a response rejects with INVALID_OPTIONS, which outer layers see', async () => {
  const seen: unknown[] = []
  const outer: Middleware = (request, next) =>
    next(request).catch((error: unknown) => {
      seen.push(error)
      throw error
    })
  const forgetful = ((request, next) => next(request).then(() => undefined)) as (
    ...args: Parameters<Middleware>
  ) => Promise<unknown> as Middleware
  const { world, auth } = await loggedIn({ use: [outer, forgetful] })
  const invalid: unknown = expect.objectContaining({ code: 'INVALID_OPTIONS' })
  expect(await world.until(outcomes([auth.request({ url: '/x' })]))).toEqual([invalid])
  expect(seen).toEqual([invalid])
})
