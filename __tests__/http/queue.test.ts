import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'
import { mostUnderWay, ok, paths, refusal, times, tokens } from './support'

const file = { url: '/upload', filePath: 'wxfile://a', name: 'file' }

describe('no more than `maxConcurrent` are under way', () => {
  test('of 25 at once, ten: the platform’s own line stays empty', async () => {
    const { world, auth } = await loggedIn()
    const requests = times(25, (index) => auth.request({ url: `/${index}` }))
    expect(await world.until(outcomes(requests))).toEqual(times(25, () => ok))
    expect(mostUnderWay(world)).toBe(10)
    expect(paths(world)).toEqual(times(25, (index) => `/${index}`))
  })

  test.each([1, 2, 7, 10])(
    '%i, with uploads, downloads and public requests among them',
    async (maxConcurrent) => {
      const { world, auth } = await loggedIn({ maxConcurrent })
      world.script('request', { latency: ({ options }) => 5 + ((options.url?.length ?? 0) % 7) })
      const all = times(6, (index) => [
        auth.request({ url: `/${'a'.repeat(index)}` }),
        auth.uploadFile(file),
        auth.downloadFile({ url: '/download' }),
        auth.request({ url: '/public', auth: 'none' }),
        auth.request({ url: 'https://other.example/' }),
      ]).flat() as Array<Promise<unknown>>
      expect(await world.until(outcomes(all))).toEqual(all.map(() => expect.anything()))
      expect(world.history.sends()).toHaveLength(30)
      expect(mostUnderWay(world)).toBe(maxConcurrent)
    },
  )

  test('also behind a failure, a time-out and a rejection', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 2 })
    world.script('request', { outcome: 'fail', url: '/fail' })
    world.script('request', { outcome: 'neither', url: '/never' })
    world.server.route('GET', '/rejected', () => ({ statusCode: 401 }))
    const urls = ['/fail', '/never', '/rejected', '/fail', '/never', '/rejected', '/a', '/b', '/c', '/d']
    const results = await world.until(outcomes(urls.map((url) => auth.request({ url }))))
    expect(results.slice(-4)).toEqual([ok, ok, ok, ok])
    expect(results.slice(0, 6)).not.toContainEqual(ok)
    world.history.clear()
    await world.until(outcomes(times(6, () => auth.request({ url: '/a' }))))
    expect(mostUnderWay(world)).toBe(2)
  })

  test('all are aborted in one loop: those in line are never sent', async () => {
    const { world, auth } = await loggedIn()
    const tasks = times(30, (index) => auth.request({ url: `/${index}` }))
    const results = outcomes(tasks)
    tasks.forEach((task) => task.abort())
    expect(await results).toEqual(times(30, () => refusal('ABORTED')))
    await world.advance(1000)
    expect(world.history.sends()).toHaveLength(10)
  })

  test('thousands that fail within their call, and ask for more within the callback, do not overflow the stack', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    world.script('request', { outcome: 'throw', url: '/fails' })
    let more = 0
    const ask = () =>
      auth.request({ url: '/fails', fail: () => void (more++ < 3000 && ask()) }).catch(() => undefined)
    const first = auth.request({ url: '/slow' })
    await world.until(Promise.all([first, ...times(3000, ask)]))
    await world.advance(0)
    expect(more).toBeGreaterThanOrEqual(6000)
    await expect(world.until(auth.request({ url: '/a' }))).resolves.toEqual(ok)
  })

  test('thousands in line are sent one after the other, and do not overflow the stack', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    world.script('request', { sync: true })
    world.script('request', { times: 1, url: '/0' })
    const requests = times(2000, (index) => auth.request({ url: `/${index}` }))
    expect(await world.until(outcomes(requests))).toEqual(times(2000, () => ok))
    expect(mostUnderWay(world)).toBe(1)
    expect(paths(world)).toEqual(times(2000, (index) => `/${index}`))
  })
})

describe('priority', () => {
  test('high goes before normal, normal before low, and each in its order', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 2 })
    const priorities = ['low', 'normal', 'high', undefined] as const
    const requests = times(14, (index) => {
      const priority = priorities[index % 4]
      return auth.request({ url: `/${index}-${String(priority)}`, priority })
    })
    await world.until(Promise.all(requests))
    expect(paths(world)).toEqual([
      ...['/0-low', '/1-normal'],
      ...['/2-high', '/6-high', '/10-high'],
      ...['/3-undefined', '/5-normal', '/7-undefined', '/9-normal', '/11-undefined', '/13-normal'],
      ...['/4-low', '/8-low', '/12-low'],
    ])
  })

  test('one that comes later passes those that wait, and none that is under way', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    const early = times(3, (index) => auth.request({ url: `/${index}`, priority: 'low' }))
    await world.advance(3)
    const late = auth.request({ url: '/late', priority: 'high' })
    await world.until(outcomes([...early, late]))
    expect(paths(world)).toEqual(['/0', '/late', '/1', '/2'])
  })

  test('is not told to wx', async () => {
    const { world, auth } = await loggedIn()
    await world.until(auth.request({ url: '/orders', priority: 'high' }))
    const options = world.history.steps.flatMap((step) => (step.type === 'call' ? [step.options] : []))
    expect(options).toEqual([expect.not.objectContaining({ priority: 'high' })])
  })
})

describe('who leaves the line makes room', () => {
  test('by abort, wherever in it', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 1 })
    const tasks = times(6, (index) => auth.request({ url: `/${index}` }))
    const results = outcomes(tasks)
    for (const index of [5, 1, 3]) tasks[index]?.abort()
    const gone = refusal('ABORTED')
    expect(await world.until(results)).toEqual([ok, gone, ok, gone, ok, gone])
    expect(paths(world)).toEqual(['/0', '/2', '/4'])
  })

  test('by a logout, which what needs no session outlives', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 2 })
    const mine = times(6, (index) => auth.request({ url: `/${index}` }))
    const anybodys = times(3, () => auth.request({ url: '/public', auth: 'none' }))
    const results = outcomes([...mine, ...anybodys])
    await world.advance(3)
    void auth.logout()
    expect(await world.until(results)).toEqual([
      ...times(6, () => refusal('LOGGED_OUT')),
      ...times(3, () => ok),
    ])
    expect(paths(world)).toEqual(['/0', '/1', '/public', '/public', '/public'])
    expect(tokens(world, '/public')).toEqual([null, null, null])
  })

  test('by destroy(): nothing is sent any more, with a session or without', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 2 })
    const requests = times(8, (index) =>
      auth.request({ url: '/public', auth: index % 2 ? 'none' : 'required' }),
    )
    await world.advance(3)
    auth.destroy()
    expect(await outcomes(requests)).toEqual(times(8, () => refusal('ABORTED')))
    await world.advance(1000)
    expect(world.history.count('request')).toBe(2)
  })

  test('all at once: no place is lost', async () => {
    const { world, auth } = await loggedIn({ maxConcurrent: 3 })
    for (let round = 0; round < 5; round++) {
      const tasks = times(9, () => auth.request({ url: '/orders' }))
      const results = outcomes(tasks)
      await world.advance(round * 3)
      tasks.reverse().forEach((task) => task.abort())
      await results
    }
    world.history.clear()
    await world.until(outcomes(times(9, () => auth.request({ url: '/orders' }))))
    expect(mostUnderWay(world)).toBe(3)
  })
})

test('two instances that share a session have a line each', async () => {
  const world = createWorld()
  const [one, other] = [world.auth({ maxConcurrent: 1 }), world.auth({ maxConcurrent: 2 })]
  await world.until(one.ensureLogin())
  world.history.clear()
  const requests = [one, other].flatMap((auth) => times(5, () => auth.request({ url: '/orders' })))
  expect(await world.until(outcomes(requests))).toEqual(times(10, () => ok))
  expect(mostUnderWay(world)).toBe(3)
})
