import { afterEach, expect, jest, test } from '@jest/globals'
import { createWorld } from '../../src/testing'
import type * as Macrotask from '../../src/testing/time/macrotask'

const { setImmediate, MessageChannel } = globalThis
afterEach(() => void Object.assign(globalThis, { setImmediate, MessageChannel }))

/** Settled within one macrotask: a chain of promises, however long. */
async function settles(): Promise<boolean> {
  const loaded: { macrotask?: typeof Macrotask } = {}
  jest.isolateModules(() => {
    loaded.macrotask = jest.requireActual<typeof Macrotask>('../../src/testing/time/macrotask')
  })
  let settled = false
  let chain = Promise.resolve()
  for (let link = 0; link < 1000; link++) chain = chain.then(() => undefined)
  void chain.then(() => (settled = true))
  await loaded.macrotask?.macrotask()
  return settled
}

test('with setImmediate, as in Node', async () => {
  expect(await settles()).toBe(true)
})

test('with MessageChannel, as in a browser, whose port is closed: an open one keeps Node alive', async () => {
  let closed = 0
  class Channel extends MessageChannel {
    constructor() {
      super()
      this.port1.on('close', () => closed++)
    }
  }
  Object.assign(globalThis, { setImmediate: undefined, MessageChannel: Channel })
  expect(await settles()).toBe(true)
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(closed).toBe(1)
})

test('with setTimeout, as in jsdom', async () => {
  Object.assign(globalThis, { setImmediate: undefined, MessageChannel: undefined })
  expect(await settles()).toBe(true)
})

test('fake timers of the test runner do no harm: what is used was taken at import', async () => {
  jest.useFakeTimers()
  try {
    const world = createWorld()
    let fired = false
    world.clock.after(10, () => (fired = true))
    await world.advance(10)
    expect(fired).toBe(true)
  } finally {
    jest.useRealTimers()
  }
})
