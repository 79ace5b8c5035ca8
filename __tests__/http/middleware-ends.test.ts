import { describe, expect, jest, test } from '@jest/globals'
import type { Middleware } from '../../src/http/middleware'
import { loggedIn } from '../support/logged-in'
import { createWorld } from '../support/phone'

const never = () => new Promise<never>(() => undefined)

describe('what a middleware throws is what the task rejects with', () => {
  const error = new Error('mine')
  test.each<[string, Middleware, unknown]>([
    ['a rejection', () => Promise.reject(error), error],
    [
      'a throw',
      () => {
        throw error
      },
      error,
    ],
    [
      'a throw after the answer',
      async (request, next) => {
        await next(request)
        throw error
      },
      error,
    ],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
    ['what is no error', () => Promise.reject('no'), 'no'],
  ])('%s', async (_, middleware, thrown) => {
    const { world, auth } = await loggedIn({ use: [middleware] })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toBe(thrown)
    const fail = jest.fn()
    const complete = jest.fn()
    void auth.request({ url: '/x', fail, complete })
    expect(fail).not.toHaveBeenCalled()
    await world.advance(100)
    const failure = { errMsg: expect.stringMatching(/^request:fail .*(mine|no)/) as unknown, error: thrown }
    expect(fail.mock.calls).toEqual([[failure]])
    expect(complete.mock.calls).toEqual([[failure]])
  })

  test('in an inner one it is the outer one’s to catch', async () => {
    const outer: Middleware = (request, next) =>
      next(request).catch((thrown: unknown) => ({ statusCode: 599, data: thrown, header: {} }))
    const inner: Middleware = () => {
      throw error
    }
    const { world, auth } = await loggedIn({ use: [outer, inner] })
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: error })
  })

  test('and what next rejects with, if it lets that pass', async () => {
    const seen: unknown[] = []
    const watching: Middleware = (request, next) =>
      next(request).catch((thrown: unknown) => {
        seen.push(thrown)
        throw thrown
      })
    const { world, auth } = await loggedIn({ use: [watching] })
    world.script('request', { outcome: 'fail', errMsg: 'request:fail net::ERR', errno: 600001 })
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({
      code: 'NETWORK',
      errno: 600001,
    })
    await world.until(auth.logout())
    await expect(world.until(auth.request({ url: '/x' }))).rejects.toMatchObject({ code: 'LOGGED_OUT' })
    expect(seen).toMatchObject([{ code: 'NETWORK' }, { code: 'LOGGED_OUT' }])
  })
})

describe('abort', () => {
  const aborted = { code: 'ABORTED', errMsg: 'request:fail abort' }

  test('ends the request that next has sent', async () => {
    let heard: unknown
    const { world, auth } = await loggedIn(
      {
        use: [
          (request, next) =>
            next(request).catch((error: unknown) => {
              heard = error
              throw error
            }),
        ],
      },
      { latency: 100 },
    )
    const task = auth.request({ url: '/x' })
    await world.advance(20)
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    await world.advance(1000)
    expect(heard).toMatchObject(aborted)
    expect(world.server.count()).toBe(0)
  })

  test('ends all that it has sent', async () => {
    const both: Middleware = (request, next) => Promise.race([next(request), next({ ...request, url: '/y' })])
    const { world, auth } = await loggedIn({ use: [both] }, { latency: 100 })
    const task = auth.request({ url: '/x' })
    await world.advance(20)
    expect(world.history.sends()).toHaveLength(2)
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    await world.advance(1000)
    expect(world.server.count()).toBe(0)
    expect(world.clock.pending).toBe(0)
  })

  test('does not wait for a middleware that does', async () => {
    const { auth, world } = await loggedIn({ use: [never] })
    const task = auth.request({ url: '/x' })
    task.abort()
    await expect(task).rejects.toMatchObject(aborted)
    expect(world.history.sends()).toEqual([])
  })

  test.each(['next', 'an answer', 'a throw'])(
    'of one that waits first: %s comes too late, and nobody is told',
    async (what) => {
      let caught: unknown
      const world = createWorld()
      const waiting: Middleware = async (request, next) => {
        await new Promise<void>((resolve) => world.clock.after(100, resolve))
        if (what === 'an answer') return { statusCode: 200, data: null, header: {} }
        if (what === 'a throw') throw new Error('late')
        return next(request).catch((error: unknown) => {
          caught = error
          throw error
        })
      }
      const auth = world.auth({ use: [waiting] })
      await world.advance(2000)
      const settled = jest.fn()
      const task = auth.request({ url: '/x' })
      task.then(settled, settled)
      await world.advance(10)
      task.abort()
      await world.advance(1000)
      expect(settled.mock.calls).toMatchObject([[aborted]])
      expect(world.history.count('request') + world.history.logins()).toBe(0)
      if (what === 'next') expect(caught).toMatchObject({ code: 'ABORTED' })
    },
  )
})

test('one that has answered may call next afterwards, until destroy()', async () => {
  const world = createWorld()
  const later: unknown[] = []
  const answering: Middleware = (request, next) => {
    world.clock.after(1000, () => {
      next(request).then(
        ({ statusCode }) => later.push(statusCode),
        (error: unknown) => later.push(error),
      )
    })
    return Promise.resolve({ statusCode: 200, data: 'at once', header: {} })
  }
  const auth = world.auth({ use: [answering] })
  // It shares the session, and keeps that alive.
  world.auth()
  await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: 'at once' })
  await world.advance(2000)
  // Of two more, one is on its way again at the time, and one is still to come.
  await world.until(auth.request({ url: '/x' }))
  await world.advance(995)
  await world.until(auth.request({ url: '/x' }))
  expect(world.history.sends('/x')).toHaveLength(1)
  await world.advance(5)
  expect(world.history.sends('/x')).toHaveLength(2)
  auth.destroy()
  const aborted: unknown = expect.objectContaining({ code: 'ABORTED' })
  await world.advance(2000)
  expect(later).toEqual([200, aborted, aborted])
  expect(world.history.sends('/x')).toHaveLength(2)
  expect(world.server.count('/x')).toBe(1)
})

test('one that never calls next, and answers later, holds nobody else up', async () => {
  const world = createWorld()
  const slow: Middleware = async (request, next) => {
    if (request.url !== '/slow') return next(request)
    await new Promise<void>((resolve) => world.clock.after(60_000, resolve))
    return { statusCode: 204, data: null, header: {} }
  }
  const auth = world.auth({ use: [slow], maxConcurrent: 1 })
  const order: string[] = []
  const tasks = ['/slow', '/a', '/b'].map((url) =>
    auth.request({ url }).then(({ statusCode }) => order.push(`${url} ${statusCode}`)),
  )
  await world.until(Promise.all(tasks))
  expect(order).toEqual(['/a 200', '/b 200', '/slow 204'])
})

test.each(Array.from({ length: 8 }, (_, index) => index))(
  'an abort %i microtasks after middleware has its answer: one end, whichever was first',
  async (ticks) => {
    let answered: () => void = () => undefined
    const hasAnswer = new Promise<void>((resolve) => (answered = resolve))
    const { world, auth } = await loggedIn({
      use: [
        async (request, next) => {
          const response = await next(request)
          answered()
          return response
        },
      ],
    })
    const ends: string[] = []
    const task = auth.request({
      url: '/orders',
      success: () => ends.push('success'),
      fail: () => ends.push('fail'),
    })
    const settled = task.then(
      () => 'success',
      () => 'fail',
    )
    void hasAnswer.then(async () => {
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
      task.abort()
    })
    const end = await world.until(settled)
    await world.advance(10)
    expect(ends).toEqual([end])
  },
)
