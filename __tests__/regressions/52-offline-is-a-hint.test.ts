import { describe, expect, test } from '@jest/globals'
import { createWorld, outcomes } from '../support/phone'
import { ok, refusal } from './support'

type Status = { isConnected?: boolean; networkType?: string } | undefined

/** A phone whose events of the network are the test's own: they need not be true. */
async function setUp(options = {}) {
  const world = createWorld(options)
  const listeners: Array<(status: never) => void> = []
  const onNetworkStatusChange = (listener: (status: never) => void) => void listeners.push(listener)
  const auth = world.auth({ wx: { ...world.wx, onNetworkStatusChange } })
  await world.until(auth.ensureLogin())
  world.history.clear()
  return {
    world,
    auth,
    tell: (status: Status) => listeners.forEach((listener) => listener(status as never)),
  }
}

const EVENTS: Array<[string, Status[]]> = [
  ['of going, and never of coming back (iOS)', [{ isConnected: false, networkType: 'none' }]],
  ['without `isConnected`', [{ networkType: 'wifi' }]],
  ['with nothing at all', [undefined]],
  ['of going, with the network that is there', [{ isConnected: false, networkType: 'wifi' }]],
  ['of the lost Wi-Fi behind that of 4G', [{ isConnected: true, networkType: '4g' }, { isConnected: false }]],
]

describe('an event of the network is a hint, and stops no request (uni-app#1288, redmini#1146)', () => {
  test.each(EVENTS)('%s', async (_, events) => {
    const { world, auth, tell } = await setUp()
    events.forEach(tell)
    const file = { url: '/files', filePath: 'wxfile://a', name: 'file' }
    const results = [
      auth.request({ url: '/orders' }),
      auth.request({ url: '/public', auth: 'none' }),
      auth.uploadFile(file),
      auth.downloadFile({ url: '/files' }),
      auth.login({ force: true }),
    ]
    expect(await world.until(outcomes(results))).toEqual([
      ...[ok, ok, ok, ok],
      expect.objectContaining({ token: 'token-2' }),
    ])
  })

  test('in a plugin, where the app is never shown, neither', async () => {
    const { world, auth, tell } = await setUp({ plugin: true })
    tell({ isConnected: false })
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })

  test('only being connected is being back: the next login need not wait for the cooldown', async () => {
    const { world, auth, tell } = await setUp()
    world.script('request', { url: '/login', outcome: 'fail', errno: 600001, times: 1 })
    world.server.expireAll()
    expect(await world.until(outcomes([auth.request({ url: '/orders' })]))).toEqual([
      refusal('SERVER_UNAVAILABLE'),
    ])
    for (const status of [undefined, { networkType: 'wifi' }, { isConnected: false }]) {
      tell(status)
      await expect(world.until(auth.ensureLogin())).rejects.toMatchObject({ code: 'COOLING_DOWN' })
    }
    tell({ isConnected: true })
    expect(await world.until(auth.request({ url: '/orders' }))).toEqual(ok)
  })
})
