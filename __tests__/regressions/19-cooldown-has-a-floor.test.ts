import { expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'

test('random() = 0: the delay is still the floor or more (aws/aws-sdk-net#4341)', async () => {
  const world = createWorld()
  world.random = 0
  world.script('login', { outcome: 'fail' })
  const auth = world.auth({ cooldown: 10_000 })
  const delays: number[] = []
  auth.subscribe((state) => {
    if (state.status === 'failed') delays.push(state.retryAt - world.clock.now())
  })
  for (let i = 0; i < 8; i++) await world.until(outcomes([auth.login()]))
  expect(delays).toHaveLength(8)
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(10_000)
})
