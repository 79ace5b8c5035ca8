import { describe, expect, jest, test } from '@jest/globals'
import type { WxPort } from '../src/platform/wx-port'
import { loggedIn } from './support/logged-in'
import { createWorld, outcomes } from './support/phone'

const aborted: unknown = expect.objectContaining({ code: 'ABORTED' })

describe('no timer is left', () => {
  test.each([
    ['in the middle of a login', 15],
    ['in the middle of its exchange', 25],
    ['right after it', 45],
    ['later', 5000],
  ])('%s', async (_, ms) => {
    const world = createWorld({ latency: 20 })
    const auth = world.auth()
    const tasks = outcomes([
      auth.request({ url: '/x' }),
      auth.request({ url: '/public', auth: 'none', timeout: 100_000 }),
      auth.uploadFile({ url: '/x', filePath: 'a', name: 'b' }),
      auth.downloadFile({ url: '/x' }),
    ])
    world.script('request', { url: '/public', latency: Infinity })
    await world.advance(ms)
    auth.destroy()
    await world.until(tasks)
    expect(world.clock.pending).toBe(0)
  })

  test('in a cooldown', async () => {
    const world = createWorld()
    world.script('login', { outcome: 'fail' })
    const auth = world.auth()
    await world.until(outcomes([auth.ensureLogin()]))
    await world.advance(100)
    auth.destroy()
    expect(world.clock.pending).toBe(0)
  })

  test('behind logins that wait for WeChat to allow another', async () => {
    const world = createWorld()
    const auth = world.auth()
    for (let index = 0; index < 4; index++) await world.until(auth.login({ force: true }))
    const fifth = outcomes([auth.login({ force: true }), auth.checkSession()])
    await world.advance(10)
    auth.destroy()
    expect(await world.until(fifth)).toEqual([aborted, aborted])
    expect(world.clock.pending).toBe(0)
    await world.advance(60_000)
    expect(world.history.logins()).toBe(4)
  })

  test('behind a wx.checkSession that never answers', async () => {
    const { world, auth } = await loggedIn()
    world.script('checkSession', { outcome: 'neither' })
    const check = outcomes([auth.checkSession()])
    await world.advance(100)
    auth.destroy()
    expect(await world.until(check)).toEqual([aborted])
    expect(world.clock.pending).toBe(0)
  })
})

describe('no listener is left', () => {
  const events = ['AppShow', 'AppHide', 'NetworkStatusChange'] as const

  test('at the platform: what was added is taken off, and nobody else’s', async () => {
    const world = createWorld()
    const added = new Map<string, unknown[]>()
    const port: Record<string, unknown> = { ...world.wx }
    for (const event of events) {
      const own: unknown[] = []
      added.set(event, own)
      port[`on${event}`] = (listener: unknown) => own.push(listener)
      port[`off${event}`] = (listener: unknown) => {
        expect(own).toContain(listener)
        own.splice(own.indexOf(listener), 1)
      }
    }
    const auth = world.auth({ wx: port as unknown as WxPort })
    await world.until(auth.ensureLogin())
    for (const event of events) expect([event, added.get(event)?.length]).toEqual([event, 1])
    auth.destroy()
    for (const event of events) expect([event, added.get(event)?.length]).toEqual([event, 0])
  })

  test('where the platform knows no off…, that is no failure', async () => {
    const { world, auth } = await loggedIn({}, { sdkVersion: '2.1.1' })
    expect(() => auth.destroy()).not.toThrow()
    expect(world.clock.pending).toBe(0)
  })

  test.each(['AppShow', 'NetworkStatusChange'])(
    'and what it still tells, on%s say, is not heard: nothing is written after the end',
    async (event) => {
      const world = createWorld()
      const told: Array<(status: { isConnected: boolean }) => void> = []
      const port = { ...world.wx, [`on${event}`]: (listener: () => void) => told.push(listener) }
      Reflect.deleteProperty(port, `off${event}`)
      const auth = world.auth({ wx: port as unknown as WxPort })
      world.script('setStorage', { outcome: 'fail', times: 1 })
      await world.until(auth.ensureLogin())
      await world.advance(10)
      auth.destroy()
      told.forEach((tell) => tell({ isConnected: true }))
      await world.advance(10)
      expect(world.history.count('setStorage')).toBe(1)
    },
  )

  test('of the app’s: they hear nothing more, and who comes later nothing at all', async () => {
    const { world, auth } = await loggedIn()
    const other = world.auth()
    const heard = jest.fn()
    const listen = () => [
      auth.subscribe(heard),
      auth.on('login', heard),
      auth.on('logout', heard),
      auth.on('expired', heard),
      auth.on('warning', heard),
    ]
    const offs = listen()
    auth.destroy()
    offs.push(...listen())
    world.script('setStorage', { outcome: 'fail' })
    await world.until(outcomes([other.login({ force: true }), other.logout(), other.login()]))
    world.server.expireAll()
    await world.until(other.request({ url: '/x' }))
    await world.advance(1000)
    expect(heard).not.toHaveBeenCalled()
    offs.forEach((off) => expect(off).not.toThrow())
    expect(() => auth.on('logn' as never, heard)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})
