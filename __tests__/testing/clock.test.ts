import { describe, expect, test } from '@jest/globals'
import { createWorld } from '../../src/testing'

test('nothing happens but by the test’s leave', async () => {
  const { clock } = createWorld()
  let fired = 0
  clock.after(10, () => fired++)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(fired).toBe(0)
  await clock.advance(9)
  expect(fired).toBe(0)
  await clock.advance(1)
  expect(fired).toBe(1)
  expect(clock.pending).toBe(0)
})

test('what is due first runs first, and of the same time what was set first', async () => {
  const { clock } = createWorld()
  const order: string[] = []
  clock.after(20, () => order.push('c'))
  clock.after(10, () => order.push('a'))
  clock.after(10, () => {
    order.push('b')
    clock.after(0, () => order.push('b2'))
  })
  clock.after(10, () => void Promise.resolve().then(() => order.push('b1')))
  await clock.advance(20)
  expect(order).toEqual(['a', 'b', 'b1', 'b2', 'c'])
})

test('a cancelled timer does not fire', async () => {
  const { clock } = createWorld()
  let fired = false
  const cancel = clock.after(10, () => (fired = true))
  expect(clock.pending).toBe(1)
  cancel()
  expect(clock.pending).toBe(0)
  await clock.advance(20)
  expect(fired).toBe(false)
})

test('time is what passes, and the device’s clock jumps both ways without the timers’ notice', async () => {
  const { clock } = createWorld({ start: 1000 })
  let fired = false
  clock.after(100, () => (fired = true))
  clock.jump(3_600_000)
  expect(clock.now()).toBe(3_601_000)
  clock.jump(-7_200_000)
  expect(clock.now()).toBe(-3_599_000)
  await clock.advance(99)
  expect(fired).toBe(false)
  await clock.advance(1)
  expect(fired).toBe(true)
  expect(clock.now()).toBe(-3_598_900)
})

test('a timer above 2147483647 ms fires at once, as setTimeout’s does', async () => {
  const { clock } = createWorld()
  let fired = 0
  clock.after(2_147_483_648, () => fired++)
  clock.after(2_147_483_647, () => fired++)
  await clock.advance(0)
  expect(fired).toBe(1)
})

describe('until', () => {
  test('lets no more time pass than is needed', async () => {
    const { clock } = createWorld({ start: 0 })
    await expect(
      clock.until(new Promise((resolve) => clock.after(1234, () => resolve('done')))),
    ).resolves.toBe('done')
    expect(clock.now()).toBe(1234)
  })

  test('gives a rejection back', async () => {
    await expect(createWorld().until(Promise.reject(new Error('no')))).rejects.toThrow('no')
  })

  test('rejects at once when nothing is left that could settle it', async () => {
    const world = createWorld()
    await expect(world.until(new Promise(() => undefined))).rejects.toThrow(
      'nothing is left that could settle it: no timer, no call under way',
    )
  })

  test('rejects after its bound', async () => {
    const world = createWorld()
    const tick = () => void world.clock.after(1000, tick)
    tick()
    const error = world.until(new Promise(() => undefined), 5000)
    await expect(error).rejects.toThrow('5000 ms have passed')
    expect(world.clock.now()).toBe(1_700_000_005_000)
  })

  test('says that the app is suspended when that is why', async () => {
    const world = createWorld()
    world.app.hide()
    await world.advance(5000)
    const promise = new Promise<void>((resolve) => void world.clock.after(1, resolve))
    await expect(world.until(promise)).rejects.toThrow('the app is suspended until world.app.show()')
  })
})

test('a timer that rearms itself with 0 ms is an error and no hang', async () => {
  const { clock } = createWorld()
  const tick = () => void clock.after(0, tick)
  tick()
  await expect(clock.advance(1)).rejects.toThrow('time stands still')
})

test('what a callback of the app throws reaches the test', async () => {
  const { clock } = createWorld()
  clock.after(1, () => {
    throw new Error('a bug')
  })
  await expect(clock.advance(1)).rejects.toThrow('a bug')
})

test('two runs of the same test have the same history', async () => {
  const run = async () => {
    const world = createWorld({ latency: ({ options }) => ((options as { url?: string }).url ?? '').length })
    world.wx.login({
      success: ({ code }) => world.wx.request({ url: `https://api.example.com/login?${code}` }),
    })
    for (let index = 0; index < 20; index++)
      world.wx.request({ url: `https://api.example.com/${'x'.repeat(index)}` })
    void world.wx.setStorage({ key: 'a', data: 1 })
    world.app.hide()
    await world.advance(4000)
    world.app.show()
    await world.advance(60_000)
    return world.history.toString()
  }
  const first = await run()
  expect(first.split('\n').length).toBeGreaterThan(60)
  expect(await run()).toBe(first)
})
