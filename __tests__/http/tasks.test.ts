import { describe, expect, test } from '@jest/globals'
import type { WxResponse } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'
import { ends, ok, paths, refusal, times, tokens } from './support'

describe('abort() ends a request wherever it is, and it is not sent any more', () => {
  test.each([0, 1, 6, 11, 16])('on the way to its login, after %i ms', async (ms) => {
    const world = createWorld()
    const task = world.auth().request({ url: '/orders' })
    const result = outcomes([task])
    if (ms > 0) await world.advance(ms)
    task.abort()
    expect(await result).toEqual([refusal('ABORTED')])
    await world.advance(60_000)
    expect(paths(world, '/orders')).toEqual([])
  })

  test('in our line: the next takes its place', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    const tasks = times(3, (index) => auth.request({ url: `/${index}` }))
    const results = outcomes(tasks)
    await world.advance(2)
    tasks[1]?.abort()
    expect(await world.until(results)).toEqual([ok, refusal('ABORTED'), ok])
    expect(paths(world)).toEqual(['/0', '/2'])
    expect(world.history.count('request')).toBe(2)
  })

  test('in flight: wx ends it, too, and the next is sent at once', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    world.script('request', { url: '/slow', latency: 5000 })
    const slow = auth.request({ url: '/slow' })
    const results = outcomes([slow, auth.request({ url: '/next' })])
    await world.advance(100)
    slow.abort()
    expect(await world.until(results)).toEqual([refusal('ABORTED'), ok])
    expect(ends(world)).toEqual(['request:fail abort', 'request:ok'])
    expect(world.history.sends('/next')).toMatchObject([
      { at: (world.history.sends('/slow')[0]?.at as number) + 100 },
    ])
    expect(world.history.answers('/slow')).toEqual([])
  })

  test('between a rejection and the replay: the new session is there for the next', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const task = auth.request({ url: '/orders' })
    const result = outcomes([task])
    await world.advance(15)
    expect(world.history.answers('/orders')).toMatchObject([{ statusCode: 401 }])
    task.abort()
    expect(await result).toEqual([refusal('ABORTED')])
    await world.advance(1000)
    expect(await world.until(auth.request({ url: '/news' }))).toEqual(ok)
    expect(tokens(world, '/orders')).toEqual(['token-1'])
    expect(tokens(world, '/news')).toEqual(['token-2'])
    expect(world.history.logins()).toBe(1)
  })

  test.each([true, false])(
    'while `isExpired` thinks, whose answer, %s, is for nobody then',
    async (verdict) => {
      const thinking: Array<(isExpired: boolean) => void> = []
      const isExpired = () => new Promise<boolean>((resolve) => thinking.push(resolve))
      const { world, auth } = await loggedIn({ isExpired, maxConcurrent: 1 })
      const task = auth.request({ url: '/orders' })
      const result = outcomes([task])
      await world.advance(20)
      task.abort()
      expect(await result).toEqual([refusal('ABORTED')])
      const next = outcomes([auth.request({ url: '/news' })])
      thinking[0]?.(verdict)
      await world.advance(20)
      thinking[1]?.(false)
      expect(await world.until(next)).toEqual([ok])
      expect(paths(world)).toEqual(['/orders', '/news'])
      expect(world.history.logins()).toBe(0)
    },
  )

  test('while wx.request is being called: what that returns is aborted', async () => {
    const world = createWorld()
    const request: typeof world.wx.request = (options) => {
      const task = world.wx.request(options)
      if (options.url.endsWith('/orders')) void auth.logout()
      return task
    }
    const auth = world.auth({ wx: { ...world.wx, request } })
    await world.until(auth.ensureLogin())
    world.history.clear()
    expect(await outcomes([auth.request({ url: '/orders' })])).toEqual([refusal('LOGGED_OUT')])
    await world.advance(1000)
    expect(ends(world)).toEqual(['request:fail abort'])
  })

  test('while it waits for the app to be shown', async () => {
    const { world, auth } = await loggedIn({}, { suspendAfter: 60_000 })
    world.script('request', { latency: 20_000, times: 1 })
    const task = auth.request({ url: '/orders' })
    const result = outcomes([task])
    world.app.hide()
    await world.advance(6000)
    expect(ends(world)).toEqual(['request:fail interrupted'])
    task.abort()
    expect(await result).toEqual([refusal('ABORTED')])
    world.app.show()
    await world.advance(60_000)
    expect(paths(world)).toEqual(['/orders'])
  })

  test('after its end there is nothing to abort', async () => {
    const { world, auth } = await loggedIn()
    const task = auth.request({ url: '/orders' })
    const other = outcomes([auth.request({ url: '/news' })])
    await world.until(task)
    task.abort()
    task.abort()
    expect(await task).toEqual(ok)
    expect(await world.until(other)).toEqual([ok])
    expect(ends(world)).toEqual(['request:ok', 'request:ok'])
  })

  test('at any moment of its life, one that meets an expiry ends once and is silent from then on', async () => {
    for (let ms = 0; ms <= 60; ms++) {
      const { world, auth } = await loggedIn()
      world.server.expireAll()
      const task = auth.request({ url: '/orders' })
      const seen: unknown[] = []
      const settled = task.then(
        ({ statusCode }: WxResponse) => seen.push(statusCode),
        (error: unknown) => seen.push((error as { code: string }).code),
      )
      await world.advance(ms)
      const isOver = seen.length > 0
      const sent = world.history.sends('/orders').length
      task.abort()
      await settled
      await world.advance(5000)
      expect([ms, seen]).toEqual([ms, [isOver ? 200 : 'ABORTED']])
      expect([ms, world.history.sends('/orders').length]).toEqual([ms, sent])
      expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
      expect(world.history.logins()).toBe(1)
    }
  })
})

test.each([
  ['request', 'request:fail abort'],
  ['uploadFile', 'uploadFile:fail abort'],
  ['downloadFile', 'downloadFile:fail abort'],
] as const)('an aborted %s says so as wx does', async (name, errMsg) => {
  const { world, auth } = await loggedIn()
  const file = { url: '/files', filePath: 'wxfile://a', name: 'file' }
  const task = name === 'downloadFile' ? auth.downloadFile({ url: '/files' }) : auth[name](file)
  const result = outcomes([task])
  await world.advance(3)
  task.abort()
  expect(await result).toEqual([expect.objectContaining({ code: 'ABORTED', errMsg })])
  await world.advance(100)
  expect(ends(world)).toEqual([errMsg])
})
