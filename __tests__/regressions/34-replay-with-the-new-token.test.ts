import { expect, test } from '@jest/globals'
import { loggedIn, ok, tokens } from './support'

test('the replay uses the new token, and the caller’s header stays as it is', async () => {
  const { world, auth } = await loggedIn()
  const header = Object.freeze({ 'X-Shop': '7' })
  const options = Object.freeze({ url: '/orders', header })
  world.server.expireAll()
  expect(await world.until(auth.request(options))).toEqual(ok)
  expect(tokens(world, '/orders')).toEqual(['token-1', 'token-2'])
  expect(world.history.sends('/orders').map((sent) => sent.header)).toEqual([
    { 'X-Shop': '7', Authorization: 'Bearer token-1' },
    { 'X-Shop': '7', Authorization: 'Bearer token-2' },
  ])
  expect(options).toEqual({ url: '/orders', header: { 'X-Shop': '7' } })
})
