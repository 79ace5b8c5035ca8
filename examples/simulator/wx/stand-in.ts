import { WxFailure } from './failure'
import type { UserInfoResult } from './open-data'

export interface PhoneNumberResult {
  code: string
  encryptedData: string
  iv: string
}

/** The WeChat client's line to WeChat: here, to the stand-in of the reference backend. */
export interface StandIn {
  login(): Promise<{ code: string }>
  checkSession(): Promise<object>
  userInfo(): Promise<UserInfoResult>
  phoneNumber(): Promise<PhoneNumberResult>
  /** 138****1234, as WeChat shows it to its user before they give it away. */
  maskedPhoneNumber(): Promise<{ phoneNumber: string }>
  /** Pictures the user can choose from. */
  avatarURLs(): string[]
}

export function createStandIn(url: string, appid: string, user: string): StandIn {
  async function ask<Result>(api: string, path: string, more?: object): Promise<Result> {
    const response = await fetch(`${url}/client/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appid, user, ...more }),
    }).catch((thrown: unknown) => {
      throw new WxFailure(`${api}:fail ${String(thrown)}`, 600001)
    })
    const body = (await response.json()) as Result & { message?: string }
    if (!response.ok) throw new WxFailure(`${api}:fail ${body.message ?? response.status}`)
    return body
  }

  return {
    login: () => ask('login', 'login'),
    async checkSession() {
      const { valid } = await ask<{ valid: boolean }>('checkSession', 'check-session')
      if (!valid) throw new WxFailure('checkSession:fail system error, -13001, session time out')
      return {}
    },
    // WeChat tells nobody's name and picture any more.
    userInfo: () => ask('getUserInfo', 'user-info', { anonymous: true }),
    avatarURLs: () => [user, '茶'].map((name) => `${url}/client/avatar?name=${encodeURIComponent(name)}`),
    phoneNumber: () => ask('getPhoneNumber', 'phone-number'),
    maskedPhoneNumber: () => ask('getPhoneNumber', 'masked-phone-number'),
  }
}
