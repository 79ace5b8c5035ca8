import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createRateLimit } from '../../src/platform/rate-limit'
import { createWorld } from '../support/phone'

test('however the calls come, and however the clock jumps: four in any second, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pause: fc.nat(600), jump: fc.integer({ min: -9000, max: 9000 }) }), {
        maxLength: 30,
      }),
      async (calls) => {
        const { clock } = createWorld()
        const limit = createRateLimit(clock)
        let jumped = 0
        const elapsed = () => clock.now() - jumped
        const made: number[] = []
        for (const { pause, jump } of calls) {
          void limit().then(() => made.push(elapsed()))
          await clock.advance(pause)
          clock.jump(jump)
          jumped += jump
        }
        await clock.advance(60_000)
        expect(made).toHaveLength(calls.length)
        made.forEach((time, i) => {
          const fourBefore = made[i - 4]
          if (fourBefore !== undefined) expect(time - fourBefore).toBeGreaterThanOrEqual(1000)
        })
        expect(clock.pending).toBe(0)
      },
    ),
    { numRuns: 50 },
  )
})

test('the first four do not wait', async () => {
  const { clock } = createWorld()
  const limit = createRateLimit(clock)
  await Promise.all([limit(), limit(), limit(), limit()])
  let fifth = false
  void limit().then(() => (fifth = true))
  await clock.advance(999)
  expect(fifth).toBe(false)
  await clock.advance(1)
  expect(fifth).toBe(true)
})
