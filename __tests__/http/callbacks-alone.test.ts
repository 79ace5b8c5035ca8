import { describe, expect, test } from '@jest/globals'
import type { Auth } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'
import { ok, refusal } from './support'

/** Node tells of a rejection that nobody handles in a turn of its own, and Jest fails the test that it belongs to. */
const leftovers = () => new Promise((resolve) => setImmediate(resolve))

const failures: Array<[string, string, (world: World, auth: Auth) => void]> = [
  ['the network fails', '/orders', (world) => world.script('request', { outcome: 'fail' })],
  ['the phone is offline', '/orders', (world) => world.network.goOffline()],
  ['the user has logged out', '/orders', (_, auth) => void auth.logout()],
  ['an option is wrong', '', (_, auth) => auth.destroy()],
  ['the origin is another', 'https://b.example/', () => undefined],
]

describe('who passes callbacks needs no promise', () => {
  const given = {
    success: { success: () => undefined },
    fail: { fail: () => undefined },
    complete: { complete: () => undefined },
  }
  test.each(
    failures.flatMap((failure) =>
      Object.entries(given).map(([name, callback]) => [name, ...failure, callback] as const),
    ),
  )('%s alone: no rejection is left over when %s', async (_, __, url, prepare, callback) => {
    const { world, auth } = await loggedIn()
    prepare(world, auth)
    await world.advance(1)
    void auth.request({ url, auth: 'required', ...callback })
    await world.advance(100_000)
    await leftovers()
  })

  test('nor when the request is aborted, at any time', async () => {
    for (const ms of [0, 5, 12, 25]) {
      const world = createWorld()
      const task = world.auth().request({ url: '/orders', success: () => undefined })
      await world.advance(ms)
      task.abort()
    }
    await leftovers()
  })

  test('who takes both gets both', async () => {
    const { world, auth } = await loggedIn()
    world.script('request', { outcome: 'fail' })
    const seen: unknown[] = []
    const task = auth.request({ url: '/orders', fail: ({ error }) => seen.push(error) })
    const [settled] = await world.until(outcomes([task]))
    expect(seen).toEqual([refusal('NETWORK')])
    expect(settled).toBe(seen[0])
  })
})

describe('a callback that throws', () => {
  const throwing = (): never => {
    throw new Error('the app’s own')
  }

  test.each([
    ['success', true],
    ['complete', true],
    ['fail', false],
    ['complete', false],
  ])(
    '%s (a success: %s) is an error by a timer, for App.onError, and stops nothing',
    async (name, isSuccess) => {
      const { world, auth } = await loggedIn({ maxConcurrent: 1 })
      if (!isSuccess) world.script('request', { outcome: 'fail', times: 1 })
      const called: string[] = []
      const options = {
        url: '/orders',
        success: () => void called.push('success'),
        fail: () => void called.push('fail'),
        complete: () => void called.push('complete'),
        [name]: throwing,
      }
      const settled = auth.request(options).then(
        () => called.push('resolved'),
        () => called.push('rejected'),
      )
      const next = auth.request({ url: '/news' })
      await expect(world.advance(1000)).rejects.toThrow('the app’s own')
      await settled
      expect(await world.until(next)).toEqual(ok)
      const all = isSuccess ? ['success', 'complete', 'resolved'] : ['fail', 'complete', 'rejected']
      expect(called).toEqual(all.filter((one) => one !== name))
      await leftovers()
    },
  )
})

describe('callbacks come after the call that they belong to, as wx’s do', () => {
  const cases: Array<[string, string, (world: World, auth: Auth) => void]> = [
    ...failures,
    ['wx answers within the call', '/orders', (world) => world.script('request', { sync: true })],
    ['wx throws', '/orders', (world) => world.script('request', { outcome: 'throw' })],
  ]
  test.each(cases)('also when %s', async (_, url, prepare) => {
    const { world, auth } = await loggedIn()
    prepare(world, auth)
    await world.advance(1)
    const order: string[] = []
    const note = (name: string) => () => void order.push(name)
    void auth.request({
      url,
      auth: 'required',
      success: note('end'),
      fail: note('end'),
      complete: note('complete'),
    })
    order.push('call')
    await world.advance(1000)
    expect(order).toEqual(['call', 'end', 'complete'])
  })
})
