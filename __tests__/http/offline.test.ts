import { describe, expect, test } from '@jest/globals'
import { loggedIn } from '../support/logged-in'
import { outcomes } from '../support/phone'
import { ends, ok, refusal, times, tokens } from './support'

async function offline(authOptions = {}, worldOptions = {}) {
  const { world, auth } = await loggedIn(authOptions, worldOptions)
  world.network.goOffline()
  await world.advance(1)
  return { world, auth }
}

describe('when the platform has said that the device is offline', () => {
  test.each(['required', 'optional', 'none'] as const)(
    'a request with auth %s is handed to wx all the same, whose failure is its end',
    async (auth) => {
      const { world, auth: instance } = await offline()
      const result = await world.until(outcomes([instance.request({ url: '/public', auth })]))
      expect(result).toEqual([
        expect.objectContaining({
          code: 'NETWORK',
          errno: 600001,
          errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED',
        }),
      ])
      expect(ends(world)).toEqual(['request:fail net::ERR_INTERNET_DISCONNECTED'])
    },
  )

  test('a hundred at once end as the platform ends them, and leave the queue free', async () => {
    const { world, auth } = await offline({ maxConcurrent: 1 })
    const results = await world.until(outcomes(times(100, () => auth.request({ url: '/orders' }))))
    expect(results).toEqual(times(100, () => refusal('NETWORK')))
    world.network.goOnline()
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })

  test('the session stays', async () => {
    const { world, auth } = await offline()
    await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(auth.state.status).toBe('authenticated')
    world.network.goOnline('4g')
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(tokens(world)).toEqual(['token-1', 'token-1'])
    expect(world.history.logins()).toBe(0)
  })
})

test('who is under way when it is said is left to the platform', async () => {
  const { world, auth } = await loggedIn({}, { latency: 1000 })
  const result = outcomes([auth.request({ url: '/orders' })])
  await world.advance(600)
  world.network.goOffline()
  await world.advance(100)
  world.network.goOnline()
  expect(await world.until(result)).toEqual([ok])
})
