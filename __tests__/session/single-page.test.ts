import { describe, expect, test } from '@jest/globals'
import type { WorldOptions } from '../../src/testing'
import { createWorld, outcomes } from '../support/phone'

const fromMoments = () => createWorld({ launch: { scene: 1154 } })

describe('a page opened from Moments', () => {
  // Base library 2.20.0 brought apiCategory.
  test.each<WorldOptions>([
    { sdkVersion: '2.19.6', launch: { scene: 1154 } },
    { launch: { scene: 1001, apiCategory: 'browseOnly' } },
  ])('has no login, and says so (%j)', async (options) => {
    const world = createWorld(options)
    const auth = world.auth()
    const errors = await world.until(
      outcomes([auth.ensureLogin(), auth.login(), auth.request({ url: '/orders' })]),
    )
    expect(errors).toEqual(Array(3).fill(expect.objectContaining({ code: 'UNAVAILABLE' })))
    expect(auth.state).toMatchObject({ status: 'unavailable', error: { code: 'UNAVAILABLE' } })
    expect(world.history.count('login') + world.history.count('request')).toBe(0)
  })

  test('has no storage to read, which is nothing to warn of', async () => {
    const world = fromMoments()
    world.script('getStorage', {
      outcome: 'fail',
      errMsg: 'getStorage:fail not supported in single page mode',
    })
    const auth = world.auth()
    const warnings: unknown[] = []
    auth.on('warning', (error) => warnings.push(error))
    await world.until(outcomes([auth.ensureLogin()]))
    expect(warnings).toEqual([])
  })

  test('tells its subscribers once', async () => {
    const world = fromMoments()
    const auth = world.auth()
    const seen: string[] = []
    auth.subscribe(({ status }) => seen.push(status))
    for (let i = 0; i < 3; i++) await world.until(outcomes([auth.ensureLogin()]))
    expect(seen).toEqual(['anonymous', 'unavailable'])
  })
})

test('an app that is opened properly afterwards logs in', async () => {
  const world = fromMoments()
  const auth = world.auth()
  await world.until(outcomes([auth.ensureLogin()]))
  world.app.hide()
  world.app.show({ scene: 1001 })
  await expect(world.until(auth.ensureLogin())).resolves.toBeDefined()
})

test('before base library 2.9.4 the launch tells; a plugin has neither and logs in', async () => {
  const old = createWorld({ sdkVersion: '2.9.3', launch: { scene: 1154 } })
  await expect(old.until(old.auth().ensureLogin())).rejects.toMatchObject({ code: 'UNAVAILABLE' })

  const plugin = createWorld({ plugin: true })
  plugin.script('getEnterOptionsSync', { outcome: 'throw' })
  await expect(plugin.until(plugin.auth().ensureLogin())).resolves.toBeDefined()
})
