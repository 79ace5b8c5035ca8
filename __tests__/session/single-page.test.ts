import { describe, expect, test } from '@jest/globals'
import type { WxEnterOptions } from '../../src/platform/wx-port'
import { createWorld, outcomes } from '../support/world'

const entered = (options: WxEnterOptions) => {
  const world = createWorld()
  world.wx.getEnterOptionsSync = () => options
  return world
}

describe('a page opened from Moments', () => {
  test.each([{ scene: 1154 }, { scene: 1001, apiCategory: 'browseOnly' }])(
    'has no login, and says so (%j)',
    async (options) => {
      const world = entered(options)
      const auth = world.auth()
      const errors = await world.clock.until(
        outcomes([auth.ensureLogin(), auth.login(), auth.request({ url: '/orders' })]),
      )
      expect(errors).toEqual(Array(3).fill(expect.objectContaining({ code: 'UNAVAILABLE' })))
      expect(auth.state).toMatchObject({ status: 'unavailable', error: { code: 'UNAVAILABLE' } })
      expect(world.count('login') + world.count('request')).toBe(0)
    },
  )

  test('sends what is public, and what may be optional, without a session', async () => {
    const world = entered({ scene: 1154 })
    const auth = world.auth()
    const requests = (['none', 'optional'] as const).map((mode) =>
      auth.request({ url: '/public', auth: mode }),
    )
    expect(await world.clock.until(Promise.all(requests))).toMatchObject([
      { statusCode: 200 },
      { statusCode: 200 },
    ])
    expect(world.sends().map(({ token }) => token)).toEqual([null, null])
  })

  test('tells its subscribers once', async () => {
    const world = entered({ scene: 1154 })
    const auth = world.auth()
    const seen: string[] = []
    auth.subscribe(({ status }) => seen.push(status))
    for (let i = 0; i < 3; i++) await world.clock.until(outcomes([auth.ensureLogin()]))
    expect(seen).toEqual(['anonymous', 'unavailable'])
  })
})

test('an app that is opened properly afterwards logs in', async () => {
  const options = { scene: 1154 }
  const world = entered(options)
  const auth = world.auth()
  await world.clock.until(outcomes([auth.ensureLogin()]))
  options.scene = 1001
  await expect(world.clock.until(auth.ensureLogin())).resolves.toBeDefined()
})

test('before base library 2.9.4 the launch tells; a plugin has neither and logs in', async () => {
  const old = createWorld()
  old.wx.getLaunchOptionsSync = () => ({ scene: 1154 })
  await expect(old.clock.until(old.auth().ensureLogin())).rejects.toMatchObject({ code: 'UNAVAILABLE' })

  const plugin = createWorld()
  plugin.wx.getEnterOptionsSync = () => {
    throw new Error('not in a plugin')
  }
  await expect(plugin.clock.until(plugin.auth().ensureLogin())).resolves.toBeDefined()
})
