import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createAuth, isAuthError } from '../../src/index'
import { BASE_URL, createWorld } from '../support/phone'
import { compileProject, install, pack, type Packed } from './packed'

let packed: Packed
beforeAll(async () => {
  packed = await pack()
})

describe.each([
  ['Taro', 'taro', '@tarojs'],
  ['uni-app', 'uni-app', '@dcloudio'],
])('in a project of %s', (_, consumer, tools) => {
  test('the framework’s object fits where `wx` goes, by its own declarations', async () => {
    const folder = await install(packed, consumer, [tools])
    expect(await compileProject('5.9', folder)).toBe('')
    await appendFile(join(folder, 'auth.ts'), '\ncreateAuth({ wx: {} })\n')
    expect(await compileProject('5.9', folder)).toContain('WxPort')
  })
})

type Options = Record<'success' | 'fail', ((result: never) => void) | undefined>
type Call = (options: Options) => object | undefined

/** As Taro does it: whatever has callbacks is a promise besides, and a request's promise has the task's methods. */
function promised(wx: object): object {
  return Object.fromEntries(
    Object.entries(wx).map(([name, value]: [string, unknown]) => {
      if (typeof value !== 'function' || /^on|Sync$/.test(name)) return [name, value]
      const call = value as Call
      return [
        name,
        (options: Options) => {
          let task: object | undefined
          const promise = new Promise<unknown>((resolve, reject) => {
            const both =
              (first: Options['success'], second: (result: unknown) => void) => (result: never) => {
                first?.(result)
                second(result)
              }
            const { success, fail } = options
            task = call({ ...options, success: both(success, resolve), fail: both(fail, reject) })
          })
          return Object.assign(promise, task)
        },
      ]
    }),
  )
}

describe('with a `wx` whose functions give promises besides', () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  beforeAll(() => void process.on('unhandledRejection', note))
  afterEach(() => void (unhandled.length = 0))

  test('an app logs in, sends and can abort', async () => {
    const world = createWorld()
    const wx = promised(world.wx) as typeof world.wx
    const auth = createAuth({ baseURL: BASE_URL, login: '/login', wx }, world.surroundings)
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
    const task = auth.request({ url: '/orders' })
    const aborted = expect(task).rejects.toMatchObject({ code: 'ABORTED' })
    await world.advance(5)
    task.abort()
    await world.advance(1000)
    await aborted
    expect(unhandled).toEqual([])
  })

  test('a failure is told once, and is no unhandled rejection', async () => {
    const world = createWorld()
    const wx = promised(world.wx) as typeof world.wx
    world.script('login', { outcome: 'fail' })
    const auth = createAuth({ baseURL: BASE_URL, login: '/login', wx }, world.surroundings)
    const error: unknown = await world.until(auth.ensureLogin().catch((reason: unknown) => reason))
    expect(isAuthError(error, 'WX_LOGIN_FAILED')).toBe(true)
    await world.advance(1000)
    expect(unhandled).toEqual([])
  })
})
