import { describe, expect, test } from '@jest/globals'
import type { AnyOptions, RequestStage } from '../../src/http/request-options'
import { loggedIn, start } from '../support/logged-in'
import { createWorld } from '../support/phone'

function listening() {
  const stages: RequestStage[] = []
  return { stages, onStage: (stage: RequestStage) => void stages.push(stage) }
}

describe('onStage', () => {
  test('with a session: in line, then on its way', async () => {
    const { world, auth } = await loggedIn()
    const { stages, onStage } = listening()
    await world.until(auth.request({ url: '/x', onStage }))
    expect(stages).toEqual(['queue', 'network'])
  })

  test('a login that is not wanted any more when it is announced does not begin', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const task = auth.request({
      url: '/x',
      onStage(stage) {
        if (stage === 'login') task.abort()
      },
    })
    await expect(world.until(task)).rejects.toMatchObject({ code: 'ABORTED' })
    await world.advance(1000)
    expect(world.history.logins()).toBe(0)
  })

  test('without one: the login comes first', async () => {
    const world = createWorld()
    const { stages, onStage } = listening()
    await world.until(world.auth().request({ url: '/x', onStage }))
    expect(stages).toEqual(['login', 'queue', 'network'])
  })

  test.each(['optional', 'none'] as const)('%s waits for no login', async (auth) => {
    const world = createWorld()
    const { stages, onStage } = listening()
    await world.until(world.auth().request({ url: '/public', auth, onStage }))
    expect(stages).toEqual(['queue', 'network'])
  })

  test('a replay goes through them again', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const { stages, onStage } = listening()
    await world.until(auth.request({ url: '/x', onStage }))
    expect(stages).toEqual(['queue', 'network', 'login', 'queue', 'network'])
  })

  test('each begins when it does', async () => {
    const world = createWorld({ latency: 100 })
    const auth = world.auth({ maxConcurrent: 1 })
    const began: Array<[RequestStage, number]> = []
    const start = world.clock.now()
    const onStage = (stage: RequestStage) => void began.push([stage, world.clock.now() - start])
    const first = auth.request({ url: '/a' })
    await world.until(Promise.all([first, auth.request({ url: '/b', onStage })]))
    expect(began).toEqual([
      ['login', 0],
      ['queue', 201],
      ['network', 301],
    ])
  })

  test.each([
    ['uploadFile', { filePath: 'a', name: 'b' }],
    ['downloadFile', {}],
  ] as const)('%s has them, too, also behind middleware', async (api, more) => {
    const world = createWorld()
    const auth = world.auth({ use: [(request, next) => next(request)] })
    const { stages, onStage } = listening()
    const options: AnyOptions = { url: '/x', onStage, ...more }
    await world.until(start(auth, api, options))
    expect(stages).toEqual(['login', 'queue', 'network'])
  })

  test('a middleware may listen for itself', async () => {
    const mine = listening()
    const theirs = listening()
    const { world, auth } = await loggedIn({
      use: [(request, next) => next({ ...request, onStage: mine.onStage })],
    })
    await world.until(auth.request({ url: '/x', onStage: theirs.onStage }))
    expect([mine.stages, theirs.stages]).toEqual([['queue', 'network'], []])
  })

  test.each<[RequestStage, number]>([
    ['login', 0],
    ['queue', 0],
    ['network', 0],
  ])('who aborts at %s is the last to hear of it, and nothing is sent', async (at, sends) => {
    const world = createWorld()
    const stages: RequestStage[] = []
    const auth = world.auth()
    const warmUp = auth.request({ url: '/warm' })
    const task = auth.request({
      url: '/x',
      onStage(stage) {
        stages.push(stage)
        // The first stage begins within the call, before there is a task.
        if (stage === 'login' && at === 'login') void Promise.resolve().then(() => task.abort())
        else if (stage === at) task.abort()
      },
    })
    await expect(world.until(task)).rejects.toMatchObject({ code: 'ABORTED' })
    await world.until(warmUp)
    await world.advance(2000)
    expect(stages.at(-1)).toBe(at)
    expect(world.history.sends('/x')).toHaveLength(sends)
    expect(world.clock.pending).toBe(0)
  })

  test('one that throws harms nobody but App.onError', async () => {
    const { world, auth } = await loggedIn()
    const task = auth.request({
      url: '/x',
      onStage() {
        throw new Error('from onStage')
      },
    })
    await expect(world.advance(10)).rejects.toThrow('from onStage')
    await expect(world.advance(10)).rejects.toThrow('from onStage')
    await expect(world.until(task)).resolves.toMatchObject({ statusCode: 200 })
  })
})
