import { expect, test } from '@jest/globals'
import { createWorld } from '../support/world'

test('the exchange’s response is lost: the retry uses a new code', async () => {
  const world = createWorld()
  const { exchange } = world
  world.exchange = (request, token) => {
    exchange(request, token)
    return { errMsg: 'request:fail timeout', errno: 5 }
  }
  const auth = world.auth()
  await expect(world.clock.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE' })
  world.exchange = exchange
  await world.clock.advance(10_000)
  await world.clock.until(auth.ensureLogin())
  expect(world.sends('/login').map(({ request }) => request.data)).toEqual([
    { code: 'code-1' },
    { code: 'code-2' },
  ])
})
