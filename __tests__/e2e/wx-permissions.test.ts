import { beforeEach, describe, expect, test } from '@jest/globals'
import { createPhone, createWx, obligingUser, type Display, type Phone } from '../../examples/simulator/wx'
import type { SettingResult } from '../../examples/simulator/wx/settings'
import { call } from './wx-call'

const LOCATION = 'scope.userLocation'
const OUTSIDE = { failure: { errMsg: 'openSetting:fail can only be invoked by user TAP gesture.' } }

let phone: Phone
let questions: string[]
let allows: boolean
let simulated: ReturnType<typeof createWx>

/** The user of this phone grants everything on the settings page. */
const display: Display = {
  ...obligingUser,
  permission({ title }) {
    questions.push(title)
    return Promise.resolve(allows)
  },
  settings(permissions) {
    Object.keys(permissions.all()).forEach((scope) => permissions.set(scope, true))
    return Promise.resolve()
  },
}

beforeEach(() => {
  phone = createPhone()
  questions = []
  allows = true
  simulated = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', phone, display })
})

const authorize = (scope = LOCATION) =>
  call<object>((callbacks) => simulated.wx.authorize({ scope, ...callbacks }))
const openSetting = () => call<SettingResult>((callbacks) => simulated.wx.openSetting(callbacks))
const authSetting = async () => {
  const outcome = await call<SettingResult>((callbacks) => simulated.wx.getSetting(callbacks))
  return 'result' in outcome ? outcome.result.authSetting : outcome
}
/** The next macrotask. */
const later = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('the simulated wx.authorize', () => {
  test('asks once, and a permission that was granted is granted without a question', async () => {
    expect(await authSetting()).toEqual({})
    expect(await authorize()).toEqual({ result: { errMsg: 'authorize:ok' } })
    expect(await authorize()).toEqual({ result: { errMsg: 'authorize:ok' } })
    expect(questions).toEqual(['获取你的位置信息'])
    expect(await authSetting()).toEqual({ [LOCATION]: true })
  })

  test('fails at once after a denial, also after a restart, until the settings are changed', async () => {
    allows = false
    const denied = { failure: { errMsg: 'authorize:fail auth deny' } }
    expect(await authorize()).toEqual(denied)
    allows = true
    simulated.dispose()
    simulated = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', phone, display })
    expect(await authorize()).toEqual(denied)
    expect(questions).toHaveLength(1)

    simulated.tap()
    expect(await openSetting()).toMatchObject({ result: { authSetting: { [LOCATION]: true } } })
    expect(await authorize()).toEqual({ result: { errMsg: 'authorize:ok' } })
    expect(questions).toHaveLength(1)
  })

  test('grants scope.userInfo at once', async () => {
    allows = false
    expect(await authorize('scope.userInfo')).toEqual({ result: { errMsg: 'authorize:ok' } })
    expect(questions).toEqual([])
  })

  test('is refused without a question by a user who refuses everything', async () => {
    phone.setDenied(true)
    expect(await authorize()).toEqual({ failure: { errMsg: 'authorize:fail auth deny' } })
    expect(questions).toEqual([])
    expect(await authSetting()).toEqual({ [LOCATION]: false })
  })
})

describe('the simulated wx.openSetting', () => {
  test('fails outside of a tap, and works within its macrotask, promises included', async () => {
    expect(await openSetting()).toEqual(OUTSIDE)
    simulated.tap()
    await Promise.resolve()
    expect(await openSetting()).toEqual({ result: { errMsg: 'openSetting:ok', authSetting: {} } })
    simulated.tap()
    await later()
    expect(await openSetting()).toEqual(OUTSIDE)
  })

  test('still works in the callback of wx.getSetting that was called in a tap, and in its promise', async () => {
    simulated.tap()
    await call<SettingResult>((callbacks) => simulated.wx.getSetting(callbacks))
    expect(await openSetting()).toMatchObject({ result: { errMsg: 'openSetting:ok' } })
    simulated.tap()
    await simulated.wx.getSetting({})
    expect(await openSetting()).toMatchObject({ result: { errMsg: 'openSetting:ok' } })
  })

  test('still works in the callback of a wx.request that was called in a tap, not of wx.login', async () => {
    const request = () =>
      new Promise((resolve) => simulated.wx.request({ url: 'http://127.0.0.1:1', fail: resolve }))
    simulated.tap()
    expect(await request().then(openSetting)).toMatchObject({ result: { errMsg: 'openSetting:ok' } })
    await later()
    expect(await request().then(openSetting)).toEqual(OUTSIDE)
    simulated.tap()
    const login = new Promise((resolve) => simulated.wx.login({ fail: () => resolve(undefined) }))
    expect(await login.then(openSetting)).toEqual(OUTSIDE)
  })

  test('works in the callback of a wx.showModal: its button was tapped', async () => {
    const modal = await call((callbacks) => simulated.wx.showModal({ title: '去设置', ...callbacks }))
    expect(modal).toEqual({ result: { errMsg: 'showModal:ok', confirm: true, cancel: false } })
    expect(await openSetting()).toMatchObject({ result: { errMsg: 'openSetting:ok' } })
  })

  test('wx.getUserProfile needs a tap, too', async () => {
    const outcome = await call((callbacks) => simulated.wx.getUserProfile(callbacks))
    expect(outcome).toEqual({
      failure: { errMsg: 'getUserProfile:fail can only be invoked by user TAP gesture.' },
    })
  })
})

describe('the simulated dialogs', () => {
  test('a modal that is refused is no failure; an action sheet that is cancelled is one', async () => {
    const refusing: Display = {
      ...obligingUser,
      modal: () => Promise.resolve(false),
      actionSheet: () => Promise.resolve(null),
    }
    const { wx } = createWx({ standInURL: 'http://127.0.0.1:1', appId: 'wx1', user: 'u', display: refusing })
    await expect(wx.showModal({ title: 'a' })).resolves.toMatchObject({ confirm: false, cancel: true })
    expect(await call((callbacks) => wx.showActionSheet({ itemList: ['a'], ...callbacks }))).toEqual({
      failure: { errMsg: 'showActionSheet:fail cancel' },
    })
  })

  test('buttons longer than four characters and sheets of more than six items fail', async () => {
    const modal = await call((callbacks) =>
      simulated.wx.showModal({ confirmText: '一二三四五', ...callbacks }),
    )
    expect(modal).toMatchObject({ failure: { errMsg: expect.stringContaining('confirmText length') } })
    const itemList = ['1', '2', '3', '4', '5', '6', '7']
    expect(await call((callbacks) => simulated.wx.showActionSheet({ itemList, ...callbacks }))).toMatchObject(
      { failure: { errMsg: expect.stringContaining('showActionSheet:fail parameter error') } },
    )
  })
})
