import { describe, expect, test } from '@jest/globals'
import type { WxPort } from '../../src/platform/wx-port'
import { createWorld, outcomes } from '../support/phone'
import { ok, refusal } from './support'

const textOf = ({ data }: { data: ArrayBuffer }) => Buffer.from(data).toString()

/** Mac: a chunked answer ends with the status NaN. */
async function setUp(end: unknown = NaN) {
  const world = createWorld()
  const request: WxPort['request'] = (options) =>
    world.wx.request({
      ...options,
      success: (result) =>
        options.success?.(
          options.enableChunked ? { ...result, statusCode: end as number, data: '' } : result,
        ),
    })
  world.server.route('POST', '/chat', ({ token }) =>
    token === 'token-1' ? { statusCode: 401, chunks: ['exp', 'ired'] } : { chunks: ['he', 'llo'] },
  )
  world.server.route('POST', '/refused', () => ({ statusCode: 403, chunks: ['no'] }))
  const auth = world.auth({ wx: { ...world.wx, request } })
  await world.until(auth.ensureLogin())
  const stream = (url: string) => {
    const task = auth.request({ url, method: 'POST', enableChunked: true })
    const pieces: string[] = []
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
    return { task, pieces }
  }
  return { world, auth, stream }
}

describe('where the end of an answer has no status, that of its head counts (miniprogram-bug-report#271)', () => {
  test.each([NaN, undefined, 0, ''])(
    '%p: a 401 leads to a login and a replay, whose pieces come alone',
    async (end) => {
      const { world, stream } = await setUp(end)
      const { task, pieces } = stream('/chat')
      expect(await world.until(task)).toEqual(ok)
      expect(pieces).toEqual(['he', 'llo'])
      expect(world.history.logins()).toBe(2)
      expect(world.history.sends('/chat').map(({ token }) => token)).toEqual(['token-1', 'token-2'])
    },
  )

  test('a refusal that stands is the answer, with its pieces', async () => {
    const { world, stream } = await setUp()
    const { task, pieces } = stream('/refused')
    expect(await world.until(task)).toMatchObject({ statusCode: 403 })
    expect(pieces).toEqual(['no'])
  })

  test('a status at the end goes before that of the head', async () => {
    const { world, stream } = await setUp(409)
    expect(await world.until(stream('/refused').task)).toMatchObject({ statusCode: 409 })
  })

  test.each([NaN, undefined, null, 0, '', 'ok', {}, Object.create(null)])(
    'where neither has one, there is no answer: %p',
    async (statusCode: unknown) => {
      const { world } = await setUp()
      const request: WxPort['request'] = (options) => {
        // A task without events.
        world.wx.request({ ...options, success: () => options.success?.({ statusCode } as never) })
      }
      const auth = world.auth({ wx: { ...world.wx, request }, storage: false })
      const [error] = await world.until(outcomes([auth.request({ url: '/public', auth: 'none' })]))
      expect(error).toEqual(refusal('NETWORK'))
    },
  )
})

test('a listener that comes with the head hears nothing of a 401’s body either', async () => {
  const { world, auth } = await setUp()
  const task = auth.request({ url: '/chat', method: 'POST', enableChunked: true })
  const pieces: string[] = []
  task.onHeadersReceived(() => {
    task.offChunkReceived()
    task.onChunkReceived((chunk) => pieces.push(textOf(chunk)))
  })
  expect(await world.until(task)).toEqual(ok)
  expect(pieces).toEqual(['he', 'llo'])
})
