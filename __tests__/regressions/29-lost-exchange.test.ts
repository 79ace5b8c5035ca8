import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes, type World } from '../support/phone'
import { codes, refusal } from './support'

/** How an answer is lost that the server has given, and what the app is told. */
const losses: Array<[string, code: string, lose: (world: World) => unknown]> = [
  [
    'by a time-out',
    'SERVER_UNAVAILABLE',
    (world) =>
      world.script('request', {
        ...{ url: '/login', outcome: 'fail', errMsg: 'timeout', errno: 5 },
        ...{ reachesServer: true, times: 1 },
      }),
  ],
  [
    'by the network',
    'SERVER_UNAVAILABLE',
    async (world) => {
      await world.advance(18)
      world.network.goOffline()
    },
  ],
  [
    'without a word',
    'LOGIN_TIMEOUT',
    (world) => world.script('request', { url: '/login', outcome: 'neither', times: 1 }),
  ],
]

describe('the exchange’s response is lost: the retry uses a new code', () => {
  test.each(losses)('%s', async (_, code, lose) => {
    const world = createWorld()
    const auth = world.auth()
    const first = outcomes([auth.ensureLogin()])
    await lose(world)
    expect(await world.until(first)).toEqual([refusal(code)])
    expect(world.history.answers('/login')).toMatchObject([{ statusCode: 200 }])

    world.network.goOnline()
    await world.advance(10_000)
    await world.until(auth.ensureLogin())
    expect(codes(world)).toEqual(['code-1', 'code-2'])
    expect(auth.session?.token).toBe('token-2')
  })
})
