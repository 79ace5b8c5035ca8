import { describe, expect, test } from '@jest/globals'
import type { UploadTask } from '../../src/http/task'
import { loggedIn } from '../support/logged-in'
import { createWorld, type World } from '../support/phone'

type Auth = ReturnType<World['auth']>

const upload = (auth: Auth) => auth.uploadFile({ url: '/file', filePath: 'wxfile://usr/a', name: 'file' })
const download = (auth: Auth) => auth.downloadFile({ url: '/file' })

/** They differ in the names of what they tell. */
type Start = (auth: Auth) => UploadTask<{ statusCode: number }>
const kinds: Array<[string, Start]> = [
  ['uploadFile', upload],
  ['downloadFile', download as unknown as Start],
]

describe.each(kinds)('%s', (api, start) => {
  describe('progress', () => {
    test('is told as wx tells it', async () => {
      const { world, auth } = await loggedIn()
      world.server.route('/file', () => ({ data: 'x'.repeat(14) }))
      const seen: object[] = []
      const task = start(auth)
      task.onProgressUpdate((event: object) => seen.push(event))
      await world.until(task)
      const [sent, total] =
        api === 'uploadFile'
          ? ['totalBytesSent', 'totalBytesExpectedToSend']
          : ['totalBytesWritten', 'totalBytesExpectedToWrite']
      expect(seen).toEqual([
        { progress: 50, [sent]: 7, [total]: 14 },
        { progress: 100, [sent]: 14, [total]: 14 },
      ])
    })

    test('is heard from before a login to the end of the replay, by listeners added at any time', async () => {
      const world = createWorld({ latency: 100 })
      const auth = world.auth()
      const task = start(auth)
      const heard: string[] = []
      const hear = (who: string) => (event: { progress: number }) => heard.push(`${who} ${event.progress}`)
      task.onProgressUpdate(hear('early'))
      await world.advance(230)
      expect(world.history.sends('/file')).toHaveLength(1)
      expect(heard).toEqual(api === 'uploadFile' ? ['early 50'] : [])
      task.onProgressUpdate(hear('late'))
      world.server.expireAll()
      await world.until(task)
      expect(world.history.sends('/file')).toHaveLength(2)
      const once = ['early 50', 'late 50', 'early 100', 'late 100']
      expect(heard).toEqual(
        api === 'uploadFile' ? ['early 50', 'early 100', 'late 100', ...once] : [...once, ...once],
      )
    })

    test('is not told to those who have left, in the replay neither', async () => {
      const { world, auth } = await loggedIn()
      world.server.expireAll()
      const heard: string[] = []
      const leaving = () => heard.push('leaving')
      const staying = () => {
        heard.push('staying')
        task.offProgressUpdate(leaving)
      }
      const task = start(auth)
      task.onProgressUpdate(staying)
      task.onProgressUpdate(leaving)
      await world.until(task)
      expect(heard.filter((who) => who === 'leaving')).toHaveLength(1)
      expect(heard.filter((who) => who === 'staying')).toHaveLength(4)

      const other = start(auth)
      other.onProgressUpdate(leaving)
      other.onProgressUpdate(leaving)
      other.offProgressUpdate()
      heard.length = 0
      await world.until(other)
      expect(heard).toEqual([])
    })

    test('a listener that throws harms neither the others nor the task', async () => {
      const { world, auth } = await loggedIn()
      const task = start(auth)
      let heard = 0
      task.onProgressUpdate(() => {
        throw new Error('from a listener')
      })
      task.onProgressUpdate(() => heard++)
      // App.onError hears of it, each time.
      await expect(world.advance(100)).rejects.toThrow('from a listener')
      await expect(world.advance(100)).rejects.toThrow('from a listener')
      await expect(world.until(task)).resolves.toMatchObject({ statusCode: 200 })
      expect(heard).toBe(2)
    })
  })

  test('the headers are heard, once for each send', async () => {
    const { world, auth } = await loggedIn()
    world.server.expireAll()
    const task = start(auth)
    const statuses: unknown[] = []
    const gone = () => statuses.push('gone')
    task.onHeadersReceived(({ statusCode }) => statuses.push(statusCode))
    task.onHeadersReceived(gone)
    task.offHeadersReceived(gone)
    await world.until(task)
    expect(statuses).toEqual([401, 200])
  })

  describe('abort', () => {
    const aborted = { code: 'ABORTED', errMsg: `${api}:fail abort` }
    /** What is to happen until then, and how often it has left the phone by then. */
    test.each<[string, (world: World, auth: Auth) => Promise<unknown>, number]>([
      ['at once', () => Promise.resolve(), 0],
      ['while it waits for the login', (world) => world.advance(50), 0],
      ['on its way', async (world) => world.advance(240), 1],
      ['while its answer is on its way', (world) => world.advance(280), 1],
    ])('%s', async (_, before, sends) => {
      const world = createWorld({ latency: 100 })
      const auth = world.auth()
      const task = start(auth)
      await before(world, auth)
      expect(world.history.sends('/file')).toHaveLength(sends)
      task.abort()
      await expect(task).rejects.toMatchObject(aborted)
      await world.advance(2000)
      expect(world.history.sends('/file')).toHaveLength(sends)
      expect(world.clock.pending).toBe(0)
      if (sends > 0) {
        const ends = world.history.steps.filter((step) => step.type === 'end' && step.name === api)
        expect(ends).toMatchObject([{ how: 'fail', result: { errMsg: `${api}:fail abort` } }])
      }
      // The login went on for the others.
      expect(auth.state.status).toBe('authenticated')
    })

    test('between the rejection and the replay', async () => {
      const { world, auth } = await loggedIn({}, { latency: 100 })
      world.server.expireAll()
      const task = start(auth)
      let progress = 0
      await world.advance(150)
      expect(auth.state.status).toBe('loggingIn')
      task.onProgressUpdate(() => progress++)
      task.abort()
      await expect(task).rejects.toMatchObject(aborted)
      await world.advance(2000)
      expect(world.history.sends('/file')).toHaveLength(1)
      expect(progress).toBe(0)
    })

    test('during the replay', async () => {
      const { world, auth } = await loggedIn({}, { latency: 100 })
      world.server.expireAll()
      const task = start(auth)
      await world.advance(340)
      expect(world.history.sends('/file')).toHaveLength(2)
      task.abort()
      await expect(task).rejects.toMatchObject(aborted)
      await world.advance(2000)
      expect(world.server.count('/file')).toBe(1)
    })

    test('in our queue, behind others, which go on', async () => {
      const { world, auth } = await loggedIn({ maxConcurrent: 1 }, { latency: 100 })
      const [first, second, third] = [start(auth), start(auth), start(auth)]
      await world.advance(50)
      second.abort()
      await expect(second).rejects.toMatchObject(aborted)
      await world.until(Promise.all([first, third]))
      expect(world.history.sends('/file')).toHaveLength(2)
    })

    test('after the end, and again, changes nothing', async () => {
      const { world, auth } = await loggedIn()
      const task = start(auth)
      await world.until(task)
      task.abort()
      task.abort()
      await expect(task).resolves.toMatchObject({ statusCode: 200 })
      await world.until(start(auth))
      expect(world.history.sends('/file')).toHaveLength(2)
    })
  })
})
