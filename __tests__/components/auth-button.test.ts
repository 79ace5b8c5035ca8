/** @jest-environment jsdom */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { COMPONENTS, given, press, profile, showButton, start } from './support'

let errors: string[]
beforeEach(() => {
  errors = []
  jest.spyOn(console, 'error').mockImplementation((message: unknown) => void errors.push(String(message)))
})
afterEach(() => void jest.restoreAllMocks())

const phoneCode = { errMsg: 'getPhoneNumber:ok', code: 'phone-code' }

describe('auth-button', () => {
  test('a tap logs in, and tells the page the user, but no token', async () => {
    const { world, node, events, auth } = await showButton('', false)
    await press(node)
    await world.advance(2000)
    expect(events).toEqual([['login', { user: auth.session?.user }]])
    expect(auth.session?.user).toEqual({ name: '小明' })
    expect(JSON.stringify(events)).not.toContain('token')
  })

  test('a server that says nothing of its users gives null', async () => {
    const { world, node, events, auth } = await showButton('')
    await world.until(auth.setSession({ token: 'bare' }, { wechat: true }))
    await press(node)
    expect(events).toEqual([['login', { user: null }]])
  })

  test.each(['logout', 'setSession'])('the next user after a %s is served, too', async (change) => {
    const { world, node, events, auth } = await showButton('getUserInfo')
    if (change === 'logout') await world.until(auth.logout().then(() => auth.login()))
    else await world.until(auth.setSession({ token: 'bare' }, { wechat: true }))
    await press(node, 'getuserinfo', profile(world))
    await world.advance(2000)
    expect(events.map(([name]) => name)).toEqual(['userinfo'])
  })

  test('it is busy meanwhile: loading, disabled, and said to be so', async () => {
    const { world, node, changes } = await showButton('', false)
    const state = () => [
      given(node).loading,
      given(node).disabled,
      given(node).ariaBusy,
      given(node).ariaDisabled,
    ]
    expect(state()).toEqual([false, false, false, false])
    await press(node)
    expect(state()).toEqual([true, true, true, true])
    await world.advance(2000)
    expect(state()).toEqual([false, false, false, false])
    expect(changes).toEqual([{ busy: true }, { busy: false }])
  })

  test('a second tap meanwhile is ignored', async () => {
    const { world, node, events, changes } = await showButton('', false)
    await press(node)
    await press(node)
    await world.advance(2000)
    expect([events.length, world.history.logins(), changes.length]).toEqual([1, 1, 2])
  })

  test('who is logged in already is told at once, without being busy', async () => {
    const { world, node, events, changes } = await showButton('')
    await press(node)
    expect([events.length, changes, world.history.logins()]).toEqual([1, [], 0])
  })

  test('a tap asks for a login also after a logout, and where another account’s session has ended', async () => {
    const { world, node, events, auth } = await showButton('')
    await world.until(auth.logout())
    world.script('login', { outcome: 'fail' })
    await press(node)
    await world.advance(2000)
    expect(events).toEqual([['error', expect.objectContaining({ code: 'WX_LOGIN_FAILED' })]])
    world.script('login', {})
    await world.until(auth.setSession({ token: world.server.issue('B') }))
    auth.invalidate(String(auth.session?.token))
    expect(auth.state).toEqual({ status: 'loggedOut', reason: 'ended' })
    await press(node)
    await world.advance(2000)
    expect(events[1]).toEqual(['login', { user: auth.session?.user }])
  })

  test('a login that failed is an error, and the next tap tries again', async () => {
    const { world, node, events } = await showButton('', false)
    world.script('login', { outcome: 'fail', errno: 1402101, errMsg: 'login:fail blocked', times: 1 })
    await press(node)
    await world.advance(2000)
    expect(events).toEqual([['error', expect.objectContaining({ code: 'WX_LOGIN_FAILED', errno: 1402101 })]])
    await press(node)
    await world.advance(2000)
    expect(events[1]?.[0]).toBe('login')
  })

  test('an error is plain data, and what came before it stays in the app', async () => {
    const { world, node, events } = await showButton('', false)
    world.script('login', { outcome: 'fail' })
    await press(node)
    await world.advance(20_000)
    const detail = events[0]?.[1] as object
    expect(Object.getPrototypeOf(detail)).toBe(Object.prototype)
    expect(Object.keys(detail)).not.toContain('cause')
  })

  test('each open type has its event', async () => {
    const user = await showButton('getUserInfo')
    const sent = profile(user.world)
    await press(user.node, 'getuserinfo', sent)
    await user.world.advance(2000)
    expect(user.events).toEqual([
      ['userinfo', expect.objectContaining({ encryptedData: sent.encryptedData, anonymous: false })],
    ])

    for (const [openType, event] of [
      ['getPhoneNumber', 'getphonenumber'],
      ['getRealtimePhoneNumber', 'getrealtimephonenumber'],
      ['getPhoneNumber|agreePrivacyAuthorization', 'getphonenumber'],
    ] as const) {
      const { node, events } = await showButton(openType)
      expect(given(node).openType).toBe(openType)
      await press(node, event, phoneCode)
      expect(events).toEqual([['phonenumber', expect.objectContaining({ code: 'phone-code' })]])
    }

    const avatar = await showButton('chooseAvatar')
    await press(avatar.node, 'chooseavatar', { avatarUrl: 'wxfile://avatar' })
    expect(avatar.events).toEqual([['avatar', { avatarUrl: 'wxfile://avatar' }]])
  })

  test('the tap itself is no login where the platform asks for something', async () => {
    const { world, node, events } = await showButton('chooseAvatar')
    await press(node)
    await world.advance(2000)
    expect([events, world.history.logins()]).toEqual([[], 0])
  })

  test('a denial is told, and the allowance after it', async () => {
    const { node, events } = await showButton('getPhoneNumber')
    await press(node, 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' })
    await press(node, 'getphonenumber', phoneCode)
    expect(events.map(([name]) => name)).toEqual(['denied', 'phonenumber'])
  })

  test('what the platform refuses is an error with its code', async () => {
    const { node, events } = await showButton('getPhoneNumber')
    await press(node, 'getphonenumber', { errMsg: 'getPhoneNumber:fail', errno: 1400001 })
    expect(events).toEqual([
      ['error', expect.objectContaining({ code: 'PHONE_QUOTA_EXCEEDED', errno: 1400001 })],
    ])
  })

  test('the consent to the privacy guideline is passed on', async () => {
    const { node, events } = await showButton('getPhoneNumber|agreePrivacyAuthorization')
    await press(node, 'agreeprivacyauthorization', { errMsg: 'ok' })
    expect(events).toEqual([['agree', { errMsg: 'ok' }]])
  })

  test('an open type that does not exist is told at once, and at the tap', async () => {
    const { node, events } = await showButton('getphonenumber')
    const message = expect.stringMatching(/'getphonenumber'.*'getPhoneNumber'/) as unknown
    expect(errors).toEqual([message])
    expect(given(node).openType).toBe('')
    await press(node)
    expect(events).toEqual([['error', { code: 'INVALID_OPTIONS', message }]])
  })

  test('the open type may change', async () => {
    const { node, events } = await showButton('')
    node.setData({ openType: 'chooseAvatar' })
    expect(given(node).openType).toBe('chooseAvatar')
    node.setData({ openType: '' })
    await press(node)
    expect(events.map(([name]) => name)).toEqual(['login'])
  })

  test('who leaves while it is busy hears nothing, and nothing is set', async () => {
    const { world, node, events, changes, auth } = await showButton('', false)
    await press(node)
    node.detach()
    await world.advance(2000)
    expect([events, changes]).toEqual([[], [{ busy: true }]])
    expect(auth.session).not.toBeNull()
  })

  test('also while the key is looked at', async () => {
    const phone = await showButton('getUserInfo', true, { prepare: false })
    phone.world.wechat.expireSessionKey()
    phone.node.setData({ prepare: true })
    phone.node.triggerPageLifeTime('show')
    phone.node.detach()
    await phone.world.advance(2000)
    expect(phone.changes).toEqual([{ nativeType: 'getUserInfo' }, { prepare: true }])
  })

  test('a button that has left waits for no auth', async () => {
    const { world, provided, show } = start()
    const { node, changes, attach } = show('auth-button', { openType: 'getUserInfo' })
    attach()
    node.detach()
    provided()
    await world.advance(2000)
    expect([changes, world.history.logins()]).toEqual([[], 0])
  })

  test('it passes on how it looks, and what a screen reader says', async () => {
    const { node } = await showButton('', true, { type: 'primary', size: 'mini', plain: true, text: '登录' })
    expect(given(node)).toMatchObject({
      ...{
        type: 'primary',
        size: 'mini',
        plain: true,
        disabled: false,
        ariaRole: 'button',
        ariaLabel: '登录',
      },
      hoverClass: expect.stringMatching(/ hover-class$/) as unknown,
      class: expect.stringMatching(/ custom-class$/) as unknown,
    })
    expect(node.dom.textContent).toBe('登录')
    node.setData({ ariaLabel: '微信登录', disabled: true })
    expect(given(node)).toMatchObject({
      ariaLabel: '微信登录',
      disabled: true,
      ariaDisabled: true,
      loading: false,
    })
    node.setData({ disabled: false, loading: true })
    expect(given(node)).toMatchObject({ disabled: true, loading: true, ariaBusy: true })
  })

  test('its own text and that of the page are in it', () => {
    const { load, simulate } = start()
    const template = '<auth-button class="button">微信<text>登录</text></auth-button>'
    const usingComponents = { 'auth-button': load('auth-button') }
    const node = simulate.render(simulate.load({ tagName: 'page', template, usingComponents }))
    expect(node.dom.textContent).toBe('微信登录')
  })

  test('in dark mode the text and what is behind it are chosen together', () => {
    const dark = readFileSync(join(COMPONENTS, 'auth-button/index.wxss'), 'utf8').split(
      '@media (prefers-color-scheme: dark)',
    )[1]
    expect(dark).toMatch(/\.auth-button_default \{\s+color: [^;]+;\s+background-color: /)
    expect(dark).toMatch(/\.auth-button_plain \{\s+color: [^;]+;\s+border-color: /)
  })
})
