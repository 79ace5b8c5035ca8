import { describe, expect, test } from '@jest/globals'
import type { NetworkName } from '../../src/platform/transport'
import type { WxPort } from '../../src/platform/wx-port'
import { loggedIn } from '../support/logged-in'
import { createWorld, outcomes, type World } from '../support/phone'
import { ok, refusal } from './support'

const MINUTE = 60_000

interface Sent {
  url: string
  success: (response: object) => void
}

/**
 * A platform whose timers, when the app is back, come before the answers that it got meanwhile: those are the test's to
 * give. `show` is its onAppShow, which may come later still.
 */
async function setUp(options = {}) {
  const world = createWorld()
  const sent: Sent[] = []
  let aborts = 0
  let show!: () => void
  const take = (request: object) => {
    sent.push(request as Sent)
    return { abort: () => aborts++ }
  }
  const hold =
    (name: NetworkName) =>
    (request: Sent): unknown =>
      request.url.endsWith('/login') ? world.wx[name](request as never) : take(request)
  const wx = {
    ...world.wx,
    request: hold('request'),
    uploadFile: hold('uploadFile'),
    downloadFile: hold('downloadFile'),
    onAppShow: (listener: () => void) => (show = listener),
  } as unknown as WxPort
  const auth = world.auth({ wx, ...options })
  await world.until(auth.ensureLogin())
  const freeze = async (ms: number) => {
    await world.advance(10)
    world.app.hide()
    await world.advance(ms)
    // Overdue timers come first.
    world.app.show()
    await world.advance(500)
  }
  return { world, auth, sent, freeze, show: () => show(), aborts: () => aborts }
}

type Auth = Awaited<ReturnType<typeof setUp>>['auth']

const SENDS: Array<[string, (auth: Auth) => Promise<unknown>]> = [
  ['a GET', (auth) => auth.request({ url: '/orders' })],
  ['a POST', (auth) => auth.request({ url: '/pay', method: 'POST' })],
  ['a POST of a guest', (auth) => auth.request({ url: '/pay', method: 'POST', auth: 'none' })],
  ['an upload', (auth) => auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'file' })],
  ['a download', (auth) => auth.downloadFile({ url: '/a' })],
]

describe('the app was frozen in the background, for longer than a request may take', () => {
  test.each(SENDS)('%s that was answered meanwhile has its answer', async (_, send) => {
    const { auth, sent, freeze, show, aborts } = await setUp()
    const result = outcomes([send(auth)])
    await freeze(3 * MINUTE)
    show()
    sent[0]?.success({ statusCode: 200, header: {}, data: '{"paid":true}' })
    expect(await result).toEqual([ok])
    expect([sent.length, aborts()]).toEqual([1, 0])
  })

  test('without an answer, a POST is INTERRUPTED, and no time-out: nobody knows what became of it', async () => {
    const { world, auth, sent, freeze, show, aborts } = await setUp()
    const result = outcomes([auth.request({ url: '/pay', method: 'POST' })])
    await freeze(3 * MINUTE)
    show()
    expect(await world.until(result, 1000)).toEqual([
      expect.objectContaining({
        code: 'INTERRUPTED',
        errno: 600003,
        errMsg: expect.stringMatching(/^request:fail /),
      }),
    ])
    expect([sent.length, aborts(), world.clock.pending]).toEqual([1, 1, 0])
  })

  test('without an answer, a GET is sent again', async () => {
    const { world, auth, sent, freeze, show } = await setUp()
    const result = outcomes([auth.request({ url: '/orders' })])
    await freeze(3 * MINUTE)
    show()
    await world.advance(1000)
    sent[1]?.success({ statusCode: 200, header: {}, data: '' })
    expect(await result).toEqual([ok])
    expect(sent).toHaveLength(2)
  })

  test('where the app is never shown, as in a plugin, a GET is INTERRUPTED, too', async () => {
    const { world, auth } = await loggedIn({}, { plugin: true })
    world.script('request', { outcome: 'neither' })
    const result = outcomes([auth.request({ url: '/orders', timeout: 5000 })])
    world.app.hide()
    await world.advance(3 * MINUTE)
    world.app.show()
    expect(await world.until(result, 1000)).toEqual([refusal('INTERRUPTED')])
  })
})

test.each([0, 900])('a timer that is %i ms late is on time: TIMEOUT', async (late) => {
  const { world, auth, freeze, aborts } = await setUp()
  const result = outcomes([auth.request({ url: '/orders', timeout: 5000 })])
  if (late === 0) await world.advance(15_000)
  else await freeze(14_990 + late)
  expect(await result).toEqual([refusal('TIMEOUT')])
  expect(aborts()).toBe(1)
})

describe('a login whose time ran out while the app was frozen', () => {
  /** What is answered meanwhile comes half a second after the overdue timers. */
  function late(world: World, name: 'login' | 'request' | 'getStorage') {
    const call = world.wx[name] as (options: { success: (result: object) => void }) => unknown
    return {
      ...world.wx,
      [name]: (options: { success: (result: object) => void }) =>
        call({
          ...options,
          success: (result: object) => void world.clock.after(500, () => options.success(result)),
        }),
    } as unknown as WxPort
  }

  test.each(['login', 'request', 'getStorage'] as const)('has what wx.%s has brought', async (name) => {
    // Frozen at once, and nothing is interrupted.
    const first = await loggedIn({}, { suspendAfter: 0, interruptAfter: Infinity })
    if (name !== 'getStorage') void first.auth.logout()
    await first.world.advance(10)
    first.world.restart()
    const { world } = first
    const auth = world.auth({ wx: late(world, name) })
    const warnings: string[] = []
    auth.on('warning', ({ code }) => warnings.push(code))
    const result = outcomes([name === 'getStorage' ? auth.ensureLogin() : auth.login()])
    world.history.clear()
    await world.advance(name === 'request' ? 12 : 1)
    world.app.hide()
    await world.advance(MINUTE)
    world.app.show()
    expect(await world.until(result)).toEqual([
      expect.objectContaining({ token: name === 'getStorage' ? 'token-1' : 'token-2' }),
    ])
    expect(warnings).toEqual([])
    expect(world.history.logins()).toBe(name === 'getStorage' ? 0 : 1)
  })
})
