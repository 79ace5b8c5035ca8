import { describe, expect, test } from '@jest/globals'
import { authorize } from '../../src/buttons'
import { refusal, setUp } from './support'

const SCOPE = 'scope.record'

async function ready() {
  const phone = await setUp()
  const ask = (options = {}) =>
    phone.world.until(phone.world.tap(() => authorize(phone.auth, SCOPE, options)))
  const asked = () => ['authorize', 'showModal', 'openSetting'].map((name) => phone.world.history.count(name))
  return { ...phone, authorize: ask, asked }
}

describe('authorize', () => {
  test('asks the platform where it was never asked, and nothing where it is granted', async () => {
    const { authorize, asked } = await ready()
    await authorize()
    expect(asked()).toEqual([1, 0, 0])
    await authorize()
    expect(asked()).toEqual([1, 0, 0])
  })

  test('a denial is USER_DENIED', async () => {
    const { world, authorize } = await ready()
    world.permissions.answer = () => false
    await expect(authorize()).rejects.toEqual(refusal('USER_DENIED'))
  })

  test('after a denial it explains, and opens the settings from the confirming tap', async () => {
    const { world, authorize, asked } = await ready()
    world.permissions.answer = () => false
    await authorize().catch(() => undefined)
    const modals: unknown[] = []
    world.permissions.confirm = (modal) => modals.push(modal) > 0
    await authorize({ title: '录音', content: '用来发送语音' })
    expect(modals).toEqual([expect.objectContaining({ title: '录音', content: '用来发送语音' })])
    expect(asked()).toEqual([1, 1, 1])
  })

  test.each([
    ['does not want the settings', { confirm: () => false }],
    ['leaves the switch off', { switches: () => ({}) }],
  ])('who %s is USER_DENIED', async (_, answers) => {
    const { world, authorize } = await ready()
    world.permissions.answer = () => false
    await authorize().catch(() => undefined)
    Object.assign(world.permissions, answers)
    await expect(authorize()).rejects.toEqual(refusal('USER_DENIED'))
  })

  test('scope.userInfo is explained: it is always granted and means nothing', async () => {
    const { world, auth } = await ready()
    await expect(authorize(auth, 'scope.userInfo')).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('withUserInfo'),
    })
    expect(world.history.count('getSetting')).toBe(0)
  })

  test.each(['getSetting', 'authorize'] as const)('a wx.%s that never answers ends', async (name) => {
    const { world, authorize } = await ready()
    world.script(name, { outcome: 'neither' })
    await expect(authorize()).rejects.toMatchObject({ name: 'AuthError' })
  })

  test('privacy that was not agreed to has its code', async () => {
    const { world, authorize } = await ready()
    world.script('authorize', { outcome: 'fail', errno: 104 })
    await expect(authorize()).rejects.toEqual(refusal('PRIVACY_NOT_AUTHORIZED'))
  })
})
