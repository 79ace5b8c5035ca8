import { expect, test } from '@jest/globals'
import { open } from './support'

const MASKED = /^138\*{4}\d{4}$/
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])

async function openPhonePage() {
  const app = await open('phone-number')
  const auth = app.start()
  const page = app.page('pages/phone/phone')
  await page.call('onLoad')
  await auth.ensureLogin()
  const tap = (detail: object) => page.call('onPhoneNumber', { detail })
  const detail = async () => ({ errMsg: 'getPhoneNumber:ok', ...(await app.client('phone-number')) })
  return { app, page, tap, detail }
}

test('phone number: by code, once for a double tap', async () => {
  const { app, page, tap, detail } = await openPhonePage()
  const { errMsg, code } = (await detail()) as { errMsg: string; code?: string }
  await Promise.all([tap({ errMsg, code }), tap({ errMsg, code })])
  expect(page.data.phoneNumber).toMatch(MASKED)
  expect(app.arrived()).toEqual(['POST /login 200', 'POST /me/phone 200'])
  expect(app.logins()).toBe(1)
})

test('phone number: old clients’ encrypted data; with a stale key it takes another tap', async () => {
  const { app, page, tap, detail } = await openPhonePage()
  const { code: _, ...stale } = (await detail()) as { code?: string; errMsg: string }
  await app.rotateKeys()
  await tap(stale)
  expect(page.data.hint).toBe('请再点一次')
  expect(app.arrived()).toEqual(['POST /login 200', 'POST /login 200'])

  const { code: __, ...fresh } = (await detail()) as { code?: string; errMsg: string }
  await tap(fresh)
  expect(page.data).toMatchObject({ phoneNumber: expect.stringMatching(MASKED), hint: '' })
})

test('phone number: a refusal is a hint, and a bad code is no end of the session', async () => {
  const { app, page, tap } = await openPhonePage()
  await tap({ errMsg: 'getPhoneNumber:fail user deny' })
  expect(page.data.hint).toBe('未授权手机号')
  await tap({ errMsg: 'getPhoneNumber:ok', code: 'made up' })
  expect(page.data.hint).toBe('获取失败，请重试')
  expect(app.arrived()).toEqual(['POST /login 200', 'POST /me/phone 422'])
})

test('avatar and nickname: uploaded and saved, also over an expiry', async () => {
  const app = await open('avatar-and-nickname')
  app.start()
  const page = app.page('pages/profile/profile')
  await page.call('onLoad')
  await app.expire()
  app.phone.files.save(PNG, 'wxfile://tmp/me.png')
  await page.call('onAvatar', { detail: { avatarUrl: 'wxfile://tmp/me.png' } })
  expect(page.data.avatarUrl).toMatch(/^http:.*\/avatars\//)
  await page.call('onSave', { detail: { value: { nickName: '茶客' } } })
  expect(page.data.hint).toBe('已保存')
  // What is known of the user is new for the next page, without another login.
  const next = app.page('pages/profile/profile')
  await next.call('onLoad')
  expect(next.data).toMatchObject({ nickName: '茶客', avatarUrl: page.data.avatarUrl as string })
  expect(app.arrived()).toEqual([
    'POST /login 200',
    'POST /me/avatar rejected',
    'POST /login 200',
    'POST /me/avatar 200',
    'POST /me/profile 200',
  ])
})

test('avatar and nickname: who leaves the chooser uploads nothing', async () => {
  const app = await open('avatar-and-nickname')
  app.start()
  const page = app.page('pages/profile/profile')
  await page.call('onAvatar', { detail: { errMsg: 'chooseAvatar:fail cancel' } })
  expect(app.arrived()).toEqual([])
})
