import { describe, expect, jest, test } from '@jest/globals'
import { loggedIn } from './support/logged-in'
import { createWorld, outcomes, type World } from './support/phone'

type Auth = ReturnType<World['auth']>
const aborted: unknown = expect.objectContaining({ code: 'ABORTED' })
const all = (world: World, promises: Array<Promise<unknown>>) => world.until(outcomes(promises))

const everyCall = (auth: Auth): Array<Promise<unknown>> => [
  auth.request({ url: '/x' }),
  auth.request({ url: 'https://other.example.com/' }),
  auth.uploadFile({ url: '/x', filePath: 'a', name: 'b' }),
  auth.downloadFile({ url: '/x' }),
  auth.ensureLogin(),
  auth.login({ force: true }),
  auth.logout(),
  auth.setSession({ token: 't' }, { wechat: true }),
  auth.checkSession(),
  auth.attach({ url: '/x' }),
]

test('of an auth without storage, which nobody shares', async () => {
  const world = createWorld()
  const auth = world.auth({ storage: false })
  await world.until(auth.ensureLogin())
  auth.destroy()
  await expect(auth.ensureLogin()).rejects.toMatchObject({ code: 'ABORTED' })
})

describe('what is under way rejects with ABORTED, and nothing more is sent:', () => {
  /** What is under way, and how long until destroy(). */
  const cases: Array<[string, (auth: Auth) => Array<Promise<unknown>>, number]> = [
    [
      'a login and those who wait for it',
      (auth) => [auth.ensureLogin(), auth.login(), auth.attach({ url: '/x' }), auth.request({ url: '/x' })],
      50,
    ],
    ['its exchange', (auth) => [auth.ensureLogin(), auth.request({ url: '/x' })], 150],
    [
      'the first read of the storage',
      (auth) => [auth.ensureLogin(), auth.request({ url: '/x', auth: 'optional' })],
      0,
    ],
    ['a request', (auth) => [auth.request({ url: '/x' })], 240],
    ['a request without a session', (auth) => [auth.request({ url: '/public', auth: 'none' })], 20],
    ['an upload', (auth) => [auth.uploadFile({ url: '/x', filePath: 'a', name: 'b' })], 240],
    ['a download', (auth) => [auth.downloadFile({ url: '/x' })], 240],
    [
      'what stands in line',
      (auth) => Array.from({ length: 30 }, (_, index) => auth.request({ url: `/${index}` })),
      240,
    ],
    ['a wx.checkSession', (auth) => [auth.checkSession()], 20],
  ]

  test.each(cases)('%s', async (_, begin, ms) => {
    const world = createWorld({ latency: 100 })
    const auth = world.auth()
    const underWay = begin(auth)
    const settled = outcomes(underWay)
    await world.advance(ms)
    const answers = world.server.count()
    const calls = world.history.count('request')
    auth.destroy()
    // Within the same moment: no time has to pass.
    const results = await Promise.race([settled, world.advance(0).then(() => 'still pending')])
    expect(results).toEqual(underWay.map(() => aborted))
    await world.advance(60_000)
    expect(world.server.count()).toBe(answers)
    expect(world.history.count('request')).toBe(calls)
    expect(world.clock.pending).toBe(0)
  })

  test('a replay that waits for a login', async () => {
    const { world, auth } = await loggedIn({}, { latency: 100 })
    world.server.expireAll()
    const task = auth.request({ url: '/x' })
    await world.advance(150)
    auth.destroy()
    await expect(task).rejects.toEqual(aborted)
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(1)
  })

  test('one that waits for the app to be shown', async () => {
    const { world, auth } = await loggedIn({}, { suspendAfter: 60_000 })
    world.script('request', { latency: 10_000 })
    const task = auth.request({ url: '/x' })
    world.app.hide()
    await world.advance(6000)
    auth.destroy()
    await expect(task).rejects.toEqual(aborted)
    world.app.show()
    await world.advance(60_000)
    expect(world.history.sends('/x')).toHaveLength(1)
  })

  test('one that a middleware holds, and what a middleware has sent', async () => {
    const world = createWorld({ latency: 100 })
    const auth = world.auth({
      use: [(request, next) => (request.url === '/held' ? new Promise(() => undefined) : next(request))],
    })
    const tasks = outcomes([auth.request({ url: '/held' }), auth.request({ url: '/x' })])
    await world.advance(240)
    auth.destroy()
    expect(await all(world, [tasks])).toEqual([[aborted, aborted]])
    await world.advance(1000)
    expect(world.server.count('/x')).toBe(0)
  })

  test('what a middleware goes on with after it has answered', async () => {
    const background: unknown[] = []
    const { world, auth } = await loggedIn(
      {
        use: [
          (request, next) => {
            next(request).then(
              (response) => background.push(response),
              (error: unknown) => background.push(error),
            )
            return Promise.resolve({ statusCode: 200, data: 'from the cache', header: {} })
          },
        ],
      },
      { latency: 100 },
    )
    const other = world.auth()
    await expect(world.until(auth.request({ url: '/x' }))).resolves.toMatchObject({ data: 'from the cache' })
    auth.destroy()
    await world.advance(1000)
    expect(background).toEqual([aborted])
    expect(world.server.count('/x')).toBe(0)
    expect(other.session).not.toBeNull()
  })

  test('callbacks are told, too', async () => {
    const { auth, world } = await loggedIn()
    const fail = jest.fn()
    void auth.request({ url: '/x', fail })
    auth.destroy()
    await world.advance(0)
    expect(fail.mock.calls).toMatchObject([
      [{ errMsg: expect.stringMatching(/^request:fail/) as unknown, error: aborted }],
    ])
  })
})

test('wx’s own tasks are aborted', async () => {
  const { world, auth } = await loggedIn({}, { latency: 100 })
  const tasks = [
    auth.request({ url: '/a' }),
    auth.uploadFile({ url: '/b', filePath: 'a', name: 'b' }),
    auth.downloadFile({ url: '/c' }),
  ]
  await world.advance(20)
  auth.destroy()
  await all(world, tasks)
  await world.advance(0)
  const ends = world.history.steps.flatMap((step) => (step.type === 'end' ? [step.result] : []))
  expect(ends).toEqual([
    { errMsg: 'request:fail abort' },
    { errMsg: 'uploadFile:fail abort' },
    { errMsg: 'downloadFile:fail abort' },
  ])
})

test('all later calls reject with ABORTED, say what to do, and call nothing', async () => {
  const { world, auth } = await loggedIn()
  auth.destroy()
  const results = await all(world, everyCall(auth))
  expect(results).toEqual(results.map(() => aborted))
  expect(String(results[0])).toContain('createAuth')
  expect(world.history.steps).toEqual([])
  expect(() => auth.invalidate('token-1')).not.toThrow()
})

test('twice is as once', async () => {
  const { world, auth } = await loggedIn()
  const other = world.auth()
  auth.destroy()
  auth.destroy()
  await expect(world.until(other.request({ url: '/x' }))).resolves.toMatchObject({ statusCode: 200 })
})

test('a listener may destroy, in the middle of an event', async () => {
  const world = createWorld()
  const auth = world.auth()
  const heard: string[] = []
  auth.on('login', () => {
    heard.push('first')
    auth.destroy()
  })
  auth.on('login', () => heard.push('second'))
  const [result] = await all(world, [auth.ensureLogin()])
  expect(heard).toEqual(['first'])
  expect(result).toEqual(aborted)
})
