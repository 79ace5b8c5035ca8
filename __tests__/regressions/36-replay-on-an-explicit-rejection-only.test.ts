import { expect, test } from '@jest/globals'
import { outcomes } from '../support/phone'
import { loggedIn, refusal, tokens } from './support'

test.each([403, 419, 500, 502])(
  'a %i is no rejection of the session: it is the answer, sent once',
  async (statusCode) => {
    const { world, auth } = await loggedIn()
    world.server.route('/orders', () => ({ statusCode }))
    await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode })
    expect([tokens(world, '/orders'), world.history.logins()]).toEqual([['token-1'], 0])
  },
)

test.each(['-118 the network is gone', 'timeout'])(
  'nor is “%s”: nobody knows what became of it',
  async (errMsg) => {
    const { world, auth } = await loggedIn()
    world.script('request', { url: '/orders', outcome: 'fail', errMsg, reachesServer: true })
    const [error] = await world.until(outcomes([auth.request({ url: '/orders', method: 'POST' })]))
    expect(error).toMatchObject({ name: 'AuthError' })
    expect([world.history.sends('/orders').length, world.history.logins()]).toEqual([1, 0])
  },
)

test('`replay: false` is honoured: the rejection is told, and the next request logs in', async () => {
  const { world, auth } = await loggedIn()
  world.server.expireAll()
  const results = await world.until(outcomes([auth.request({ url: '/orders', replay: false })]))
  expect(results).toEqual([refusal('SESSION_REJECTED')])
  expect([tokens(world, '/orders'), world.history.logins()]).toEqual([['token-1'], 0])
  await expect(world.until(auth.request({ url: '/orders' }))).resolves.toMatchObject({ statusCode: 200 })
  expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
})
