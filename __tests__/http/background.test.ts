import { describe, expect, test } from '@jest/globals'
import type { RequestOptions } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { outcomes, type World } from '../support/phone'
import { ends, ok, paths, refusal, times, tokens } from './support'

// Both happen on phones: the failure is heard of when the app is back, or before it freezes.
const LATE = { interruptAfter: 5000, suspendAfter: 5000 }
const EARLY = { interruptAfter: 5000, suspendAfter: 20_000 }
const HOUR = 3_600_000

/** The first request to each URL takes longer than the app stays in front. */
function slow(world: World, repeated = 1) {
  world.script('request', { latency: 60_000, times: repeated })
}

async function away(world: World, ms = 10_000) {
  world.app.hide()
  await world.advance(ms)
  world.app.show()
}

describe.each([
  ['after', LATE],
  ['before', EARLY],
])('when the interruption is heard of %s the app is shown', (_, options) => {
  async function interrupted(request: Partial<RequestOptions>, authOptions = {}) {
    const { world, auth } = await loggedIn(authOptions, options)
    slow(world)
    const result = outcomes([auth.request({ url: '/orders', ...request })])
    await away(world)
    return { world, auth, result: await world.until(result) }
  }

  test.each(['GET', 'HEAD', 'OPTIONS', 'TRACE'] as const)('%s is sent again', async (method) => {
    const { world, result } = await interrupted({ method })
    expect(result).toEqual([ok])
    expect(ends(world)).toEqual(['request:fail interrupted', 'request:ok'])
    expect(tokens(world)).toEqual(['token-1', 'token-1'])
  })

  test.each(['POST', 'PUT', 'DELETE'] as const)('%s rejects: the server may have done it', async (method) => {
    const { world, result } = await interrupted({ method, data: { a: 1 } })
    expect(result).toEqual([
      expect.objectContaining({ code: 'INTERRUPTED', errno: 600003, errMsg: 'request:fail interrupted' }),
    ])
    expect(paths(world)).toEqual(['/orders'])
  })

  test('a POST with `retry: true` is sent again, byte for byte', async () => {
    const data = { items: [1] }
    const { world, auth } = await loggedIn({}, options)
    slow(world)
    const result = outcomes([auth.request({ url: '/orders', method: 'POST', data, retry: true })])
    await world.advance(1)
    data.items.push(2)
    await away(world)
    expect(await world.until(result)).toEqual([ok])
    expect(world.history.sends().map((send) => send.data)).toEqual([{ items: [1] }, { items: [1] }])
  })

  test('a GET with `retry: false` rejects', async () => {
    const { world, result } = await interrupted({ retry: false })
    expect(result).toEqual([refusal('INTERRUPTED')])
    expect(paths(world)).toEqual(['/orders'])
  })

  test.each(['none', 'optional'] as const)(
    'with auth %s it is the same, and carries the same',
    async (auth) => {
      const { world, result } = await interrupted({ auth, url: '/public' })
      expect(result).toEqual([ok])
      const token = auth === 'none' ? null : 'token-1'
      expect(tokens(world)).toEqual([token, token])
    },
  )

  test('a download is sent again, an upload only with `retry: true`', async () => {
    const { world, auth } = await loggedIn({}, options)
    world.script('uploadFile', { latency: 60_000, times: 2 })
    world.script('downloadFile', { latency: 60_000, times: 1 })
    const file = { filePath: 'wxfile://a', name: 'file' }
    const results = outcomes([
      auth.uploadFile({ url: '/upload', ...file }),
      auth.uploadFile({ url: '/again', ...file, retry: true }),
      auth.downloadFile({ url: '/download' }),
    ])
    await away(world)
    expect(await world.until(results)).toEqual([refusal('INTERRUPTED'), ok, ok])
    expect(paths(world, '/upload')).toHaveLength(1)
    expect(paths(world, '/again')).toHaveLength(2)
    expect(paths(world, '/download')).toHaveLength(2)
  })

  test('however often the app is hidden', async () => {
    const { world, auth } = await loggedIn({}, options)
    slow(world, 3)
    const result = outcomes([auth.request({ url: '/orders' })])
    for (let time = 0; time < 3; time++) {
      await away(world)
      await world.advance(100)
    }
    expect(await world.until(result)).toEqual([ok])
    expect(paths(world)).toHaveLength(4)
  })

  test('a session that the server has ended meanwhile is replaced, and the request replayed', async () => {
    const { world, auth } = await loggedIn({}, options)
    slow(world)
    const result = outcomes([auth.request({ url: '/orders' })])
    world.app.hide()
    await world.advance(HOUR)
    world.server.expireAll()
    world.app.show()
    expect(await world.until(result)).toEqual([ok])
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-1', 'token-2'])
    expect(world.history.logins()).toBe(1)
  })

  test('a session that has run out meanwhile is not sent any more', async () => {
    const { world, auth } = await loggedIn({}, { ...options, server: { expiresIn: 600 } })
    slow(world, 2)
    const results = outcomes([auth.request({ url: '/orders' }), auth.request({ url: '/news' })])
    await away(world, HOUR)
    expect(await world.until(results)).toEqual([ok, ok])
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
    expect(tokens(world, '/news')).toEqual(['token-1', 'token-2'])
    expect(world.history.logins()).toBe(1)
  })

  test('an interrupted replay is sent again as the replay: a second rejection is the end', async () => {
    const { world, auth } = await loggedIn({}, options)
    world.server.route('/orders', () => ({ statusCode: 401 }))
    const isReplay = () => world.history.sends('/orders').length === 1
    world.script('request', { url: '/orders', when: isReplay, latency: 60_000 })
    const result = outcomes([auth.request({ url: '/orders' })])
    await world.advance(1000)
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
    await away(world)
    expect(await world.until(result)).toEqual([refusal('SESSION_REJECTED')])
    expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2', 'token-2'])
    expect(world.history.logins()).toBe(1)
  })

  test('those in line are sent, too, ten at a time, and in order', async () => {
    const { world, auth } = await loggedIn({}, options)
    slow(world, 10)
    const results = outcomes(times(25, (index) => auth.request({ url: `/${index}` })))
    await away(world)
    expect(await world.until(results)).toEqual(times(25, () => ok))
    const answered = world.history.answers().map(({ url }) => url.split('/').pop())
    expect(answered).toEqual(times(25, String))
    expect(world.history.maxInFlight).toBe(10)
  })
})
