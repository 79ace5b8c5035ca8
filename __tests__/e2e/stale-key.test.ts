import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { withPhoneNumber, withUserInfo, type PhoneNumberEvent, type UserInfoEvent } from '../../src/buttons'
import { setUpPhone, type E2EPhone } from './phone'
import { call } from './wx-call'

interface Encrypted {
  encryptedData?: string
  iv?: string
  rawData?: string
  signature?: string
}

let phone: E2EPhone

beforeEach(async () => {
  phone = await setUpPhone()
  phone.useOldClient()
  await phone.auth.ensureLogin()
})

afterEach(() => phone.close())

/** The status with which the server answers, and how often the app has called wx.login until then. */
async function send(url: string, { encryptedData, iv, rawData, signature }: Encrypted) {
  const data = rawData === undefined ? { encryptedData, iv } : { encryptedData, iv, rawData, signature }
  const { statusCode } = await phone.auth.request({ url, method: 'POST', data })
  return { statusCode, logins: phone.logins }
}

const tapUserInfo = async () => ({
  detail: (await phone.buttons.getUserInfo.ask()) as UserInfoEvent['detail'],
})
const tapPhoneNumber = async () => ({
  detail: (await phone.buttons.getPhoneNumber.ask()) as PhoneNumberEvent['detail'],
})

const onUserInfo = (event: UserInfoEvent) =>
  withUserInfo(phone.auth, (info) => send('/me/profile', info)).call({}, event)

describe('the naive order: a login in the handler, just in case', () => {
  /** As many handlers have it: wx.login, its exchange, and then the data that the tap brought. */
  async function logInAndSend(url: string, detail: Encrypted) {
    const { result } = (await call<{ code: string }>((callbacks) => phone.wx.login(callbacks))) as {
      result: { code: string }
    }
    const { data } = await phone.auth.request<{ token: string }>({
      url: '/login',
      method: 'POST',
      data: { code: result.code },
      auth: 'none',
    })
    await phone.auth.setSession({ token: data.token }, { wechat: true })
    return send(url, detail)
  }

  test('makes the data unreadable, even where the key was good', async () => {
    expect(await logInAndSend('/me/profile', (await tapUserInfo()).detail)).toEqual({
      statusCode: 409,
      logins: 2,
    })
    expect(await logInAndSend('/me/phone', (await tapPhoneNumber()).detail)).toEqual({
      statusCode: 409,
      logins: 3,
    })
  })

  test('and does not help where the key was stale', async () => {
    await phone.rotateSessionKeys()
    expect((await logInAndSend('/me/profile', (await tapUserInfo()).detail)).statusCode).toBe(409)
  })
})

describe('withUserInfo', () => {
  test('hands over what the tap brought, without a login, if the key is good', async () => {
    expect(await onUserInfo(await tapUserInfo())).toEqual({ statusCode: 200, logins: 1 })
  })

  test('reads the data anew if the key was replaced before the tap', async () => {
    await phone.rotateSessionKeys()
    expect(await onUserInfo(await tapUserInfo())).toEqual({ statusCode: 200, logins: 2 })
  })

  test('reads the data anew if the key was replaced after the tap', async () => {
    const event = await tapUserInfo()
    await phone.rotateSessionKeys()
    expect(await onUserInfo(event)).toEqual({ statusCode: 200, logins: 2 })
  })
})

describe('withPhoneNumber', () => {
  const onPhoneNumber = (event: PhoneNumberEvent) =>
    new Promise((resolve) => {
      const handler = withPhoneNumber(phone.auth, (data) => void send('/me/phone', data).then(resolve), {
        onError: ({ code }) => resolve({ code, logins: phone.logins }),
      })
      void handler.call({}, event)
    })

  test('hands over what the tap brought, without a login, if the key is good', async () => {
    expect(await onPhoneNumber(await tapPhoneNumber())).toEqual({ statusCode: 200, logins: 1 })
  })

  test('asks for another tap if the key was replaced, and that one succeeds', async () => {
    await phone.rotateSessionKeys()
    expect(await onPhoneNumber(await tapPhoneNumber())).toEqual({ code: 'STALE_DATA', logins: 2 })
    expect(await onPhoneNumber(await tapPhoneNumber())).toEqual({ statusCode: 200, logins: 2 })
  })
})
