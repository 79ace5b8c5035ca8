import { describe, expect, test } from '@jest/globals'
import type { RequestOptions } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { outcomes } from '../support/phone'
import { ends, ok, paths, refusal } from './support'

/** Where an interruption is heard of before the app freezes. */
const EARLY = { interruptAfter: 5000, suspendAfter: 20_000 }

describe('who waits for the app to be shown', () => {
  async function waiting() {
    const { world, auth } = await loggedIn({}, EARLY)
    world.script('request', { latency: 60_000, times: 1 })
    const result = outcomes([auth.request({ url: '/orders' })])
    world.app.hide()
    await world.advance(6000)
    expect(ends(world)).toEqual(['request:fail interrupted'])
    return { world, auth, result }
  }

  test.each(['LOGGED_OUT', 'SESSION_CHANGED', 'ABORTED'])(
    'is ended by what ends a session: %s',
    async (code) => {
      const { world, auth, result } = await waiting()
      if (code === 'LOGGED_OUT') void auth.logout()
      if (code === 'SESSION_CHANGED') void auth.setSession({ token: world.server.issue() }, { wechat: true })
      if (code === 'ABORTED') auth.destroy()
      expect(await result).toEqual([refusal(code)])
      world.app.show()
      await world.advance(60_000)
      expect(paths(world)).toEqual(['/orders'])
    },
  )

  test('takes no place in line, and leaves no timer', async () => {
    const { world, auth, result } = await waiting()
    world.app.show()
    expect(await world.until(result)).toEqual([ok])
    expect(world.clock.pending).toBe(0)
    world.app.hide()
    await world.advance(6000)
    const task = auth.request({ url: '/late' })
    const late = outcomes([task])
    await world.advance(1)
    task.abort()
    expect(await late).toEqual([refusal('ABORTED')])
    expect(world.clock.pending).toBe(0)
  })

  test('waits also when it came in the background, where the platform would refuse it: it is not sent before', async () => {
    const { world, auth, result } = await waiting()
    const late = outcomes([auth.request({ url: '/late' }), auth.request({ url: '/post', method: 'POST' })])
    await world.advance(100)
    expect(paths(world)).toEqual(['/orders'])
    world.app.show()
    expect(await world.until(late)).toEqual([ok, ok])
    expect(await world.until(result)).toEqual([ok])
    expect(paths(world)).toEqual(['/orders', '/orders', '/late', '/post'])
  })
})

describe('an app that plays music, or follows the way, runs on in the background: the wait for onAppShow has an end', () => {
  const RUNNING = { interruptAfter: 5000, suspendAfter: Infinity }

  async function cutOff(authOptions = {}) {
    const { world, auth } = await loggedIn(authOptions, RUNNING)
    world.script('request', { latency: 60_000, times: 1 })
    const first = outcomes([auth.request({ url: '/slow', method: 'POST' })])
    world.app.hide()
    await world.advance(6000)
    expect(await first).toEqual([refusal('INTERRUPTED')])
    world.history.clear()
    return { world, auth }
  }

  test.each<[string, Partial<RequestOptions>, number]>([
    ['a POST', { method: 'POST' }, 60_000],
    ['a GET', {}, 60_000],
    ['a guest’s', { auth: 'none', url: '/public' }, 60_000],
    ['one with a timeout', { timeout: 5000 }, 5000],
    ['one with a long timeout', { timeout: 100_000 }, 100_000],
  ])('%s is INTERRUPTED', async (_, request, ms) => {
    const { world, auth } = await cutOff()
    const began = world.clock.now()
    const result = outcomes([auth.request({ url: '/position', ...request })])
    expect(await world.until(result)).toEqual([
      expect.objectContaining({
        code: 'INTERRUPTED',
        errMsg: expect.stringMatching(/^request:fail interrupted/),
      }),
    ])
    expect(world.clock.now() - began).toBe(ms)
    expect(world.history.count('request')).toBe(0)
    expect(world.clock.pending).toBe(0)
  })

  test('an upload and a download, too, under their own names', async () => {
    const { world, auth } = await cutOff()
    const results = outcomes([
      auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'file' }),
      auth.downloadFile({ url: '/a', timeout: 1000 }),
    ])
    expect(await world.until(results)).toMatchObject([
      { code: 'INTERRUPTED', errMsg: 'uploadFile:fail interrupted' },
      { code: 'INTERRUPTED', errMsg: 'downloadFile:fail interrupted' },
    ])
  })

  test('a GET that was cut off itself', async () => {
    const { world, auth } = await loggedIn({}, RUNNING)
    world.script('request', { latency: 60_000, times: 1 })
    const result = outcomes([auth.request({ url: '/orders' })])
    world.app.hide()
    expect(await world.until(result)).toEqual([refusal('INTERRUPTED')])
    expect(paths(world)).toEqual(['/orders'])
  })

  test('the queue does not count', async () => {
    const { world, auth } = await cutOff({ maxConcurrent: 1 })
    const results = outcomes([
      auth.request({ url: '/one', method: 'POST', timeout: 3000 }),
      auth.request({ url: '/two', method: 'POST', timeout: 3000 }),
    ])
    const began = world.clock.now()
    expect(await world.until(results)).toEqual([refusal('INTERRUPTED'), refusal('INTERRUPTED')])
    expect(world.clock.now() - began).toBe(3000)
  })

  test('and then wx is asked again: where it carries requests in the background, they go out', async () => {
    const { world, auth } = await cutOff()
    const position = () => outcomes([auth.request({ url: '/position', method: 'POST', timeout: 1000 })])
    expect(await world.until(position())).toEqual([refusal('INTERRUPTED')])
    expect(world.history.count('request')).toBe(0)
    // It is asked, and refuses: the next ones wait again.
    for (const count of [1, 1]) {
      expect(await world.until(position())).toEqual([refusal('INTERRUPTED')])
      expect(world.history.count('request')).toBe(count)
    }
    world.wx.request = (options) => {
      options.success?.({ statusCode: 200, header: {}, data: '' } as never)
      return {} as never
    }
    for (let time = 0; time < 3; time++) expect(await world.until(position())).toEqual([ok])
  })
})

test('where the app is frozen meanwhile, onAppShow comes first, even if the overdue timer does', async () => {
  let show!: () => void
  const { world, auth: former } = await loggedIn({}, EARLY)
  former.destroy()
  const auth = world.auth({ wx: { ...world.wx, onAppShow: (listener: () => void) => (show = listener) } })
  await world.until(auth.ensureLogin())
  world.script('request', { latency: 60_000, times: 1 })
  const result = outcomes([auth.request({ url: '/orders', timeout: 30_000 })])
  world.app.hide()
  await world.advance(600_000)
  world.app.show()
  await world.advance(500)
  show()
  expect(await world.until(result)).toEqual([ok])
  expect(world.clock.pending).toBe(0)
})

test('a plugin is not told when the app is shown: its requests reject', async () => {
  const { world, auth } = await loggedIn({}, { plugin: true, ...EARLY })
  world.script('request', { latency: 60_000, times: 1 })
  const result = outcomes([auth.request({ url: '/orders' })])
  world.app.hide()
  await world.advance(6000)
  expect(await result).toEqual([refusal('INTERRUPTED')])
  world.app.show()
  expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
})

test('an interruption in front, which nobody ends, rejects', async () => {
  const { world, auth } = await loggedIn()
  world.script('request', { outcome: 'fail', errMsg: 'interrupted', errno: 600003, times: 1 })
  expect(await world.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([refusal('INTERRUPTED')])
})
