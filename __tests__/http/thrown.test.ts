import { expect, test } from '@jest/globals'
import { createQueue, type Queueable } from '../../src/http/queue'
import { loggedIn } from '../support/logged-in'
import { outcomes } from '../support/phone'
import { ok, refusal } from './support'

// What is thrown may be anything: this has no text, and who asks for one makes it throw again.
const TEXTLESS: unknown = Object.create(null)

test('middleware that rejects with what has no text: `fail` and `complete` are called', async () => {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may
  const { world, auth } = await loggedIn({ use: [() => Promise.reject(TEXTLESS)] })
  const told: unknown[] = []
  const task = auth.request({
    url: '/x',
    fail: ({ errMsg, error }) => told.push(errMsg, error),
    complete: ({ errMsg }) => told.push(errMsg),
  })
  await world.until(outcomes([task]))
  expect(told).toEqual(['request:fail object', TEXTLESS, 'request:fail object'])
})

test('a `wx` that throws what has no text: that request fails, and those in line behind it are sent', async () => {
  const { world } = await loggedIn()
  const request: typeof world.wx.request = (options) => {
    if (options.url?.endsWith('/bad')) throw TEXTLESS
    return world.wx.request(options)
  }
  const auth = world.auth({ wx: { ...world.wx, request }, maxConcurrent: 1 })
  const requests = ['/a', '/bad', '/b', '/bad', '/c'].map((url) => auth.request({ url }))
  const failed = refusal('NETWORK')
  expect(await world.until(outcomes(requests))).toEqual([ok, failed, ok, failed, ok])
})

test('a request that throws when it gets its slot is not the last', async () => {
  const queue = createQueue(1)
  const turns: string[] = []
  const request = (name: string): Queueable => ({
    order: queue.orderOf('normal'),
    slot: 'none',
    run() {
      turns.push(name)
      if (name === 'broken') throw new Error('mine')
    },
  })
  const [first, broken, last] = [request('first'), request('broken'), request('last')]
  queue.enter(first)
  queue.enter(broken)
  queue.leave(first)
  expect(() => queue.enter(last)).toThrow('mine')
  queue.leave(broken)
  await Promise.resolve()
  expect(turns).toEqual(['first', 'broken', 'last'])
})
