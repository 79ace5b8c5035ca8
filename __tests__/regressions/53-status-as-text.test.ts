import { describe, expect, test } from '@jest/globals'
import type { NetworkName } from '../../src/platform/transport'
import type { WxPort } from '../../src/platform/wx-port'
import { createWorld, outcomes } from '../support/phone'
import { refusal } from './support'

type Sent = Record<string, unknown> & { success?: (result: object) => void }

/** HarmonyOS: each HTTP status is told as a text. */
function setUp() {
  const world = createWorld()
  const port: Record<string, unknown> = { ...world.wx }
  for (const name of ['request', 'uploadFile', 'downloadFile'] as const) {
    const call = world.wx[name] as unknown as (options: Sent) => unknown
    port[name] = (options: Sent) =>
      call({
        ...options,
        success: (result: object) =>
          options.success?.({
            ...result,
            statusCode: String((result as { statusCode: number }).statusCode),
          }),
      })
  }
  return { world, auth: world.auth({ wx: port as unknown as WxPort }) }
}

type Auth = ReturnType<typeof setUp>['auth']

const SENDS: Record<NetworkName, (auth: Auth) => Promise<{ statusCode: number }>> = {
  request: (auth) => auth.request({ url: '/orders' }),
  uploadFile: (auth) => auth.uploadFile({ url: '/avatar', filePath: 'wxfile://a', name: 'file' }),
  downloadFile: (auth) => auth.downloadFile({ url: '/a.pdf' }),
}
const names = Object.keys(SENDS) as NetworkName[]

describe('a status that is told as a text is a status (NervJS/taro#16860)', () => {
  test.each(names)('wx.%s: after a login, the app gets a number', async (name) => {
    const { world, auth } = setUp()
    expect(await world.until(SENDS[name](auth))).toMatchObject({ statusCode: 200 })
    expect(world.history.logins()).toBe(1)
  })

  test.each(names)('wx.%s: a 401 leads to a login and a replay', async (name) => {
    const { world, auth } = setUp()
    await world.until(auth.ensureLogin())
    world.server.expireAll()
    expect(await world.until(SENDS[name](auth))).toMatchObject({ statusCode: 200 })
    expect(world.history.logins()).toBe(2)
  })

  test('the login endpoint’s, too: a 500 is an outage, a 403 a refusal', async () => {
    const { world, auth } = setUp()
    for (const [statusCode, code] of [
      [500, 'SERVER_UNAVAILABLE'],
      [403, 'LOGIN_REJECTED'],
    ] as const) {
      const undo = world.server.route('/login', () => ({ statusCode }))
      expect(await world.until(outcomes([auth.login()]))).toEqual([refusal(code)])
      undo()
    }
  })
})
