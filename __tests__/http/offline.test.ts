import { describe, expect, test } from '@jest/globals'
import type { LoginContext, LoginOutcome } from '../../src/index'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes } from '../support/phone'
import { ok, refusal, times, tokens } from './support'

async function offline(authOptions = {}, worldOptions = {}) {
  const { world, auth } = await loggedIn(authOptions, worldOptions)
  world.network.goOffline()
  await world.advance(1)
  return { world, auth }
}

describe('when the platform has said that the device is offline', () => {
  test.each(['required', 'optional', 'none'] as const)(
    'a request with auth %s fails with NETWORK at once, and wx is not asked',
    async (auth) => {
      const { world, auth: instance } = await offline()
      const before = world.clock.now()
      const result = await outcomes([instance.request({ url: '/public', auth, timeout: 60_000 })])
      expect(result).toEqual([refusal('NETWORK')])
      expect(result).toEqual([expect.objectContaining({ errMsg: expect.stringMatching(/^request:fail ./) })])
      expect(world.clock.now()).toBe(before)
      expect(world.history.count('request')).toBe(0)
    },
  )

  test('so do an upload and a download, with their names in the text', async () => {
    const { world, auth } = await offline()
    const results = await outcomes([
      auth.uploadFile({ url: '/upload', filePath: 'wxfile://a', name: 'file' }),
      auth.downloadFile({ url: '/download' }),
    ])
    expect(results).toEqual(
      ['uploadFile', 'downloadFile'].map((name) =>
        expect.objectContaining({ code: 'NETWORK', errMsg: expect.stringMatching(`^${name}:fail `) }),
      ),
    )
    expect(world.history.count('uploadFile') + world.history.count('downloadFile')).toBe(0)
  })

  test('a hundred at once fail at once, and leave the line free', async () => {
    const { world, auth } = await offline({ maxConcurrent: 1 })
    const results = await outcomes(times(100, () => auth.request({ url: '/orders' })))
    expect(results).toEqual(times(100, () => refusal('NETWORK')))
    world.network.goOnline()
    await world.advance(1)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })

  test('the session stays', async () => {
    const { world, auth } = await offline()
    await outcomes([auth.request({ url: '/orders' })])
    expect(auth.state.status).toBe('authenticated')
    world.network.goOnline('4g')
    await world.advance(1)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(tokens(world)).toEqual(['token-1'])
    expect(world.history.logins()).toBe(0)
  })

  test('the exchange of a login fails at once, too, and the next login works when the network is back', async () => {
    const world = createWorld()
    const login = ({ code, send }: LoginContext) =>
      new Promise<LoginOutcome>((resolve) => {
        world.clock.after(100, () => {
          resolve(
            send({ url: '/login', method: 'POST', data: { code } }).then(({ data }) => data as LoginOutcome),
          )
        })
      })
    const auth = world.auth({ login })
    const results = outcomes([auth.ensureLogin(), auth.request({ url: '/orders' })])
    await world.advance(50)
    world.network.goOffline()
    await world.advance(100)
    expect(await results).toEqual([refusal('SERVER_UNAVAILABLE'), refusal('SERVER_UNAVAILABLE')])
    expect(world.history.count('request')).toBe(0)
    world.network.goOnline()
    await world.advance(1)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })
})

describe('what was said is forgotten', () => {
  test('when the platform says that the device is online', async () => {
    const { world, auth } = await offline()
    world.network.goOnline()
    await world.advance(1)
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
    expect(world.history.count('request')).toBe(1)
  })

  test('when the app is shown: what happened meanwhile may not have been told', async () => {
    const { world, auth } = await offline()
    world.app.hide()
    await world.advance(1000)
    world.app.show()
    const result = await world.until(outcomes([auth.request({ url: '/orders' })]))
    expect(result).toEqual([refusal('NETWORK')])
    expect(world.history.count('request')).toBe(1)
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

test('each of two instances is told', async () => {
  const world = createWorld()
  const instances = [world.auth(), world.auth(), world.auth({ storage: false })]
  await world.until(Promise.all(instances.map((auth) => auth.ensureLogin())))
  world.network.goOffline()
  await world.advance(1)
  world.history.clear()
  const results = await outcomes(instances.map((auth) => auth.request({ url: '/orders' })))
  expect(results).toEqual(times(3, () => refusal('NETWORK')))
  expect(world.history.count('request')).toBe(0)
})
